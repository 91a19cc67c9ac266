package dev.pawl.plan.settings;

import dev.pawl.plan.text.Position;

/**
 * What is wrong with settings, and where.
 *
 * @param error whether the settings cannot be used; else it is a warning
 * @param message one line without control characters
 */
public record SettingsNote(boolean error, Position at, String message) {}
