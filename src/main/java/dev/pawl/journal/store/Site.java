package dev.pawl.journal.store;

/**
 * Where and for whom this process runs: the host's name and persistent id, the person or program
 * that acts, the process id, and the command as others should read it when they wait for it.
 */
public record Site(String host, String hostId, String actor, long pid, String command) {}
