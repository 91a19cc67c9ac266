package dev.pawl.git;

import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Who made a commit, and when.
 *
 * @param name without line breaks and angle brackets
 * @param email without line breaks and angle brackets
 * @param when to the second
 * @param offset the time zone that git writes beside it
 */
public record Person(String name, String email, Instant when, ZoneOffset offset) {
  public static Person of(PersonIdent ident) {
    return new Person(
        ident.getName(), ident.getEmailAddress(), ident.getWhenAsInstant(), ident.getZoneOffset());
  }

  public PersonIdent ident() {
    return new PersonIdent(name, email, when, offset);
  }
}
