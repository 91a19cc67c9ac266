package dev.pawl.usage.agent;

import dev.pawl.disk.Lines;
import dev.pawl.journal.usage.AgentRun;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a whole output says of usage.
 *
 * @param passedOver what in it could not be read, a few words each
 */
public record AgentUsage(List<UsageReading> readings, List<String> passedOver) {
  /** A longer line is passed over: what an agent says of its usage is short. */
  private static final int LONGEST = 8 << 20;

  /** More is no one session. */
  private static final int MOST = 1_000;

  /** So many places are named; there may be millions. */
  private static final int NAMED = 10;

  /**
   * Reads it line by line, in the memory of one line.
   *
   * @throws UnfitOutput when it says what cannot be; it names the line
   */
  public static AgentUsage of(AgentOutput output, InputStream in) throws IOException, UnfitOutput {
    Lines lines = new Lines(in, LONGEST);
    List<String> passedOver = new ArrayList<>();
    long more = 0;
    while (lines.next()) {
      byte[] bytes = lines.bytes();
      String why = bytes == null ? "is longer than 8 MiB" : take(output, lines.number(), bytes);
      if (!why.isEmpty() && passedOver.size() < NAMED) {
        passedOver.add("line " + lines.number() + " " + why);
      } else if (!why.isEmpty()) {
        more++;
      }
    }
    if (more > 0) {
      passedOver.add(more + " more lines");
    }
    return new AgentUsage(fit(output.readings()), List.copyOf(passedOver));
  }

  private static List<UsageReading> fit(List<UsageReading> readings) throws UnfitOutput {
    if (readings.size() > MOST) {
      throw new UnfitOutput("it counts for more than " + MOST + " runs and models");
    }
    for (UsageReading reading : readings) {
      String model = reading.model();
      if (model != null && model.length() > AgentRun.LONGEST) {
        throw new UnfitOutput("a model's name is longer than " + AgentRun.LONGEST + " characters");
      }
    }
    return readings;
  }

  /** Takes a line in; says why it could not be read, or nothing. */
  private static String take(AgentOutput output, long number, byte[] bytes) throws UnfitOutput {
    if (bytes.length == 0 || bytes[0] != '{') {
      // Agents, and what they start, print other things in between.
      return "";
    }
    try {
      OutputLine line = OutputLine.of(bytes);
      if (line != null) {
        output.line(line);
      }
      return "";
    } catch (IOException e) {
      return "is not whole JSON";
    } catch (UnfitOutput e) {
      throw e.in(number);
    }
  }
}
