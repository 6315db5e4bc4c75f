package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.util.ArrayList;
import java.util.List;

/**
 * A description of how values of a class of the application were written. It is written once, and
 * values refer to it by its number. Immutable.
 *
 * @param id the number, at least {@link #ID_MIN}
 * @param form what kind of class it was
 * @param className its name
 * @param parts the names of a record's components, or of an enum's constants, in order
 */
public record Description(int id, Form form, String className, List<String> parts) {
  /** Lower numbers are those of the built-in types. */
  public static final int ID_MIN = 64;

  private static final int ID_MAX = 1 << 30;

  /** The kinds of classes. */
  public enum Form {
    /** The values of the components follow, in order. */
    RECORD(0),
    /** The index of the constant follows, from 0. */
    ENUM(1),
    /** The bytes of a codec follow, preceded by their length. */
    CODEC(2);

    private final int code;

    Form(int code) {
      this.code = code;
    }

    private static Form of(int code) {
      for (Form form : values()) {
        if (form.code == code) {
          return form;
        }
      }
      throw new CodecException("a type has an unknown form: " + code, null);
    }
  }

  /** Whether both are the same, apart from the number. */
  boolean describesAs(Description other) {
    return form == other.form && className.equals(other.className) && parts.equals(other.parts);
  }

  /** Writes this. */
  public void writeTo(Output out) {
    out.unsigned(id);
    out.write(form.code);
    out.text(className);
    out.unsigned(parts.size());
    parts.forEach(out::text);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static Description read(Input in) {
    int id = (int) in.unsigned(ID_MAX);
    if (id < ID_MIN) {
      throw new CodecException("a class has a number of the JDK: " + id, null);
    }
    Form form = Form.of(in.read());
    String className = in.text();
    List<String> parts = new ArrayList<>();
    for (int count = in.count(); count > 0; count--) {
      parts.add(in.text());
    }
    return new Description(id, form, className, List.copyOf(parts));
  }
}
