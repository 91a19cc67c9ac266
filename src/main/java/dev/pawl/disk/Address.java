package dev.pawl.disk;

import java.util.regex.Pattern;

/**
 * Makes the addresses in a text presentable: logins, which may hold a password or be a token, and
 * queries, which may hold one, are left out (N55). Whatever is shown or written down goes through
 * here; what is handed to git does not.
 */
public final class Address {
  private static final Pattern LOGIN =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)(?:[^\\s/?#'\"<>]*)@");

  private static final Pattern QUERY =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://[^\\s?#'\"<>]*)\\?[^\\s'\"<>]*");

  private Address() {}

  /** The text without what an address in it may keep secret. */
  public static String shown(String text) {
    return text.contains("://")
        ? QUERY.matcher(LOGIN.matcher(text).replaceAll("$1")).replaceAll("$1")
        : text;
  }
}
