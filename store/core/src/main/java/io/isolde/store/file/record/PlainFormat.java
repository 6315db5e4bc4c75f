package io.isolde.store.file.record;

import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * The format of a class that is not available: its values are read as text, for people. Immutable.
 */
record PlainFormat(Description description) implements Format {
  @Override
  public int id() {
    return description.id();
  }

  @Override
  public void write(Object value, Output out, Types types) {
    throw new IllegalStateException("text in place of a " + description.className());
  }

  /** Reads a value as text: for example {@code Account[owner=Alice, balance=100]}. */
  @Override
  public Object read(Input in, ValueReader values, Declared declared) {
    String name = description.className().replaceFirst(".*[.$]", "");
    return switch (description.form()) {
      case RECORD -> {
        StringJoiner parts = new StringJoiner(", ", name + "[", "]");
        description
            .parts()
            .forEach(part -> parts.add(part + "=" + values.read(in, Declared.ANYTHING)));
        yield parts.toString();
      }
      case ENUM -> EnumFormat.nameAt(description, in.count());
      case CODEC -> name + "[" + HexFormat.of().formatHex(in.bytes()) + "]";
    };
  }
}
