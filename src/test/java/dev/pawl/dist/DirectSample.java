package dev.pawl.dist;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

/** Records and switches of all kinds; says in words what they answer. */
public final class DirectSample implements LongFunction<String> {
  sealed interface Shape permits Empty, One, Many {}

  record Empty() implements Shape {}

  record One(String text, int number) implements Shape {}

  record Many(
      boolean a,
      byte b,
      char c,
      short d,
      int e,
      long f,
      float g,
      double h,
      Object i,
      List<String> j)
      implements Shape {}

  @Override
  public String apply(long seed) {
    Random random = new Random(seed);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      values.add(value(random));
    }
    StringBuilder said = new StringBuilder();
    for (Object value : values) {
      said.append(kind(value)).append(word(value)).append(value == null ? 0 : value.hashCode());
      for (Object other : values) {
        said.append(value != null && value.equals(other) ? '=' : '!');
      }
      if (value instanceof Shape shape) {
        said.append(shape(shape));
      }
    }
    return said.toString();
  }

  private static Object value(Random random) {
    int small = random.nextInt(2);
    return switch (random.nextInt(7)) {
      case 0 -> null;
      case 1 -> new Empty();
      case 2 -> new One(small == 0 ? null : "x", small);
      case 3 -> "word" + small;
      case 4 -> small;
      default ->
          new Many(
              random.nextBoolean(),
              (byte) small,
              (char) ('a' + small),
              (short) small,
              small,
              small == 0 ? Long.MAX_VALUE : -1,
              small == 0 ? Float.NaN : -0.0f,
              small == 0 ? 0.0 : -0.0,
              small == 0 ? null : "i",
              List.of());
    };
  }

  private static String kind(Object value) {
    return switch (value) {
      case null -> "nothing";
      case One(String text, int number) when number > 0 -> "one " + text;
      case One one -> "none " + one.number();
      case Shape _ -> "shape";
      case String text when text.endsWith("1") -> "text";
      case CharSequence _ -> "characters";
      case Integer number -> "number " + number;
      default -> "object";
    };
  }

  private static String word(Object value) {
    return value instanceof String text
        ? switch (text) {
          case "word0" -> "first";
          case String other when other.length() > 4 -> "second";
          default -> "other";
        }
        : "";
  }

  private static int shape(Shape shape) {
    return switch (shape) {
      case Empty _ -> 0;
      case One _ -> 1;
      case Many many -> many.e();
    };
  }
}
