package dev.pawl.git.remote;

/** What a remote said to a question: an answer, or why there is none. */
public sealed interface Reply<T> {
  /** The remote answered. */
  record Answer<T>(T value) implements Reply<T> {}

  /** It did not, in time or at all. */
  record None<T>(Unreachable unreachable) implements Reply<T> {}
}
