package dev.pawl.plan.settings;

import dev.pawl.disk.Printable;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.yaml.UnreadableYaml;
import dev.pawl.plan.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user decided for all repositories on a machine: {@code settings.yaml} in their own folder.
 * What it names may run and connect, which nothing that comes with a repository may unasked (N54).
 */
public record UserSettings(AutosyncSettings autosync, MachineSettings machines, Prices prices) {
  private static final List<String> GROUPS = List.of("autosync", "machines", "prices");
  private static final List<String> KEYS =
      List.of(
          AutosyncSettings.QUIET,
          AutosyncSettings.EVERY,
          AutosyncSettings.CONFIG,
          AutosyncSettings.AFTER,
          MachineSettings.ALIVE,
          MachineSettings.STUCK,
          MachineSettings.SSH,
          Prices.CURRENCY,
          Prices.MODELS);

  /** The settings of a user who decided nothing. */
  public static UserSettings defaults() {
    return new UserSettings(AutosyncSettings.USUAL, MachineSettings.USUAL, Prices.NONE);
  }

  /**
   * What was read.
   *
   * @param settings null when one of the notes is an error
   * @param notes errors and warnings, in the order of the file
   */
  public record Result(@Nullable UserSettings settings, List<SettingsNote> notes) {
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /** Reads the text of the file; an empty text gives the defaults. */
  public static Result parse(String yaml) {
    SettingsValues values = new SettingsValues(new Source(yaml), GROUPS, KEYS);
    UserSettings settings =
        values.read(
            () -> new UserSettings(autosync(values), machines(values), PriceReader.read(values)));
    return new Result(settings, values.notes());
  }

  private static AutosyncSettings autosync(SettingsValues values) throws UnreadableYaml {
    AutosyncSettings usual = AutosyncSettings.USUAL;
    return new AutosyncSettings(
        values.length(AutosyncSettings.QUIET, usual.quiet()),
        values.length(AutosyncSettings.EVERY, usual.every()),
        values.name(AutosyncSettings.CONFIG),
        values.texts(AutosyncSettings.AFTER).stream().map(YamlNode.Scalar::text).toList());
  }

  private static MachineSettings machines(SettingsValues values) throws UnreadableYaml {
    MachineSettings usual = MachineSettings.USUAL;
    Map<String, SshAddress> addresses = new LinkedHashMap<>();
    for (Map.Entry<String, YamlNode> entry : values.mapping(MachineSettings.SSH).entrySet()) {
      String text = SettingsValues.text(entry.getValue(), MachineSettings.SSH);
      SshAddress address =
          SshAddress.of(text)
              .orElseThrow(() ->
                  new UnreadableYaml(
                      entry.getValue().from(),
                      "%s is no address for ssh: [user@]host[:folder]"
                          .formatted(Printable.quoted(text))));
      addresses.put(entry.getKey(), address);
    }
    return new MachineSettings(
        values.length(MachineSettings.ALIVE, usual.alive()),
        values.length(MachineSettings.STUCK, usual.stuck()),
        addresses);
  }
}
