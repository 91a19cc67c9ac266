package dev.pawl.schedule;

/**
 * A claim where it stands.
 *
 * @param version what it is replaced by compare-and-set against
 */
public record VersionedClaim(String version, Claim claim) {}
