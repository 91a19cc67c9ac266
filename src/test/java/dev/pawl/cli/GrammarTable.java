package dev.pawl.cli;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the table of {@link Grammar} from what is declared for picocli. */
final class GrammarTable {
  private GrammarTable() {}

  static String text() {
    StringBuilder table = new StringBuilder();
    CommandLine model = Commands.model();
    section(table, "", model.getCommandSpec());
    sections(table, "", model);
    return table.toString();
  }

  private static void sections(StringBuilder table, String prefix, CommandLine line) {
    for (Map.Entry<String, CommandLine> below : line.getSubcommands().entrySet()) {
      CommandSpec spec = below.getValue().getCommandSpec();
      String path = prefix + below.getKey();
      boolean alias = List.of(spec.aliases()).contains(below.getKey());
      if (spec.userObject() instanceof Callable<?> && !alias) {
        section(table, path, spec);
      }
      sections(table, path + " ", below.getValue());
    }
  }

  /** A command of which a part cannot be said is left out. */
  private static void section(StringBuilder table, String path, CommandSpec spec) {
    List<String> lines = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (option.inherited() || option.usageHelp() || option.versionHelp()) {
        continue;
      }
      String field = field(spec, option);
      boolean flag = option.arity().max() == 0 && option.type() == boolean.class;
      boolean value = option.arity().min() == 1 && option.arity().max() == 1 && isText(option);
      if (field == null
          || !(flag || value)
          || option.group() != null
          || option.defaultValue() != null) {
        if (option.required()) {
          return;
        }
        continue;
      }
      lines.add(
          (flag ? "flag" : "value")
              + (option.required() ? "!" : "")
              + (option.isMultiValue() ? "*" : "")
              + " "
              + String.join(",", option.names())
              + " "
              + field);
    }
    for (PositionalParamSpec word : spec.positionalParameters()) {
      String field = field(spec, word);
      if (field == null || !isText(word) || word.group() != null || word.defaultValue() != null) {
        return;
      }
      lines.add("word" + (word.isMultiValue() ? "*" : "") + " " + word.arity().min() + " " + field);
    }
    table.append("@ ").append(path).append('\n');
    lines.forEach(line -> table.append(line).append('\n'));
  }

  private static boolean isText(ArgSpec argument) {
    Class<?> type = argument.type();
    boolean texts =
        type == List.class
            && argument
                .typeInfo()
                .getActualGenericTypeArguments()
                .equals(List.of("java.lang.String"));
    return argument.converters().length == 0
        && argument.splitRegex().isEmpty()
        && (texts || type == String.class || type == Path.class || type.isEnum());
  }

  private static @Nullable String field(CommandSpec spec, ArgSpec argument) {
    if (!(argument.userObject() instanceof Field field)) {
      return null;
    }
    if (field.getDeclaringClass().isInstance(spec.userObject())) {
      return field.getName();
    }
    for (Map.Entry<String, CommandSpec> mixin : spec.mixins().entrySet()) {
      if (field.getDeclaringClass().isInstance(mixin.getValue().userObject())) {
        return mixin.getKey() + "." + field.getName();
      }
    }
    return null;
  }
}
