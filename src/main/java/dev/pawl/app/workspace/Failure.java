package dev.pawl.app.workspace;

import dev.pawl.disk.Address;
import dev.pawl.disk.IoReason;
import dev.pawl.git.GitException;
import dev.pawl.machine.MachineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A command that could not be carried out: what, why, and what is safe to do next. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  /** Whose turn it is. */
  public enum Kind {
    /** The request was understood and refused: exit code 1. */
    REFUSED,
    /** The request or the settings are wrong: exit code 2. */
    USAGE,
    /** Git, the disk or a lock failed: exit code 3. */
    ENVIRONMENT
  }

  private final Kind kind;
  private final transient List<String> hints;
  private final transient List<String> reasons;
  private final transient List<String> meant;

  private Failure(Kind kind, String message, List<String> hints, Throwable cause) {
    super(Address.shown(message), cause);
    this.kind = kind;
    this.hints = hints.stream().map(Address::shown).toList();
    this.reasons = List.of();
    this.meant = List.of();
  }

  private Failure(Kind kind, String message, List<String> hints, List<String> reasons) {
    this(kind, message, hints, reasons, List.of());
  }

  private Failure(
      Kind kind, String message, List<String> hints, List<String> reasons, List<String> meant) {
    super(Address.shown(message));
    this.meant = List.copyOf(meant);
    this.kind = kind;
    this.hints = hints.stream().map(Address::shown).toList();
    this.reasons = reasons.stream().map(Address::shown).toList();
  }

  /** A request that is refused, with safe next steps. */
  public static Failure refused(String message, String... hints) {
    return new Failure(Kind.REFUSED, message, List.of(hints), List.of());
  }

  /** A request that is refused for several reasons, each with what to do about it. */
  public static Failure refusedFor(String message, List<String> reasons) {
    return new Failure(Kind.REFUSED, message, List.of(), reasons);
  }

  /** Wrong usage or settings, with safe next steps. */
  public static Failure usage(String message, String... hints) {
    return new Failure(Kind.USAGE, message, List.of(hints), List.of());
  }

  /** The environment failed, with safe next steps. */
  public static Failure environment(String message, String... hints) {
    return new Failure(Kind.ENVIRONMENT, message, List.of(hints), List.of());
  }

  public static Failure of(GitException cause) {
    Kind kind =
        switch (cause.kind()) {
          case NOT_A_REPOSITORY, INVALID -> Kind.USAGE;
          case UNSUPPORTED, UNTRUSTED, DAMAGED, ENVIRONMENT -> Kind.ENVIRONMENT;
        };
    return new Failure(
        kind, cause.place() + ": " + cause.reason(), List.of(cause.nextStep()), cause);
  }

  /** The same, where a name or place that cannot be used is the state of things, not the usage. */
  public static Failure refusal(GitException cause) {
    return cause.kind() == GitException.Kind.INVALID
        ? new Failure(
            Kind.REFUSED, cause.place() + ": " + cause.reason(), List.of(cause.nextStep()), cause)
        : of(cause);
  }

  public static Failure of(MachineException cause) {
    return new Failure(Kind.ENVIRONMENT, String.valueOf(cause.getMessage()), List.of(), cause);
  }

  public static Failure of(String doing, IOException cause) {
    return cause.getCause() instanceof GitException git
        ? of(git)
        : new Failure(Kind.ENVIRONMENT, doing + ": " + IoReason.of(cause), List.of(), cause);
  }

  /** The same, with what was done before it and stays. */
  public Failure after(String done) {
    List<String> all = new ArrayList<>(reasons);
    all.addAll(hints);
    all.add(done);
    return new Failure(kind, String.valueOf(getMessage()), all, this);
  }

  /** The same, with what was probably meant by what was typed; a hint asks for it first. */
  public Failure meaning(List<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(List.of(question(names)));
    all.addAll(hints);
    return new Failure(kind, String.valueOf(getMessage()), all, reasons, names);
  }

  /** The question whether one of these was meant. */
  public static String question(List<String> names) {
    return "did you mean %s?".formatted(String.join(", or ", names));
  }

  /** A request that is refused because a short name fits several, which the message lists. */
  public static Failure ambiguous(String message, List<String> names, String hint) {
    return new Failure(Kind.REFUSED, message, List.of(hint), List.of(), names);
  }

  /** True when the repository uses something that pawl would misread. */
  public boolean unsupported() {
    return getCause() instanceof GitException cause
        && cause.kind() == GitException.Kind.UNSUPPORTED;
  }

  /** True when there is no repository around the folder. */
  public boolean isOutside() {
    return getCause() instanceof GitException cause
        && cause.kind() == GitException.Kind.NOT_A_REPOSITORY;
  }

  /** Whose turn it is. */
  public Kind kind() {
    return kind;
  }

  /** Safe next steps, a line each. */
  public List<String> hints() {
    return hints;
  }

  /** Names that may have been meant. */
  public List<String> meant() {
    return meant;
  }

  /** Why it is refused, where there are several reasons, a sentence each. */
  public List<String> reasons() {
    return reasons;
  }
}
