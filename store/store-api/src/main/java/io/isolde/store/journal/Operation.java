package io.isolde.store.journal;

import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Description;
import io.isolde.store.encoding.Input;
import io.isolde.store.encoding.Output;
import io.isolde.store.overlay.BaseFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a record is made of: each says what is from now on, so that it can be repeated. Immutable,
 * as long as nobody writes to the arrays.
 */
public sealed interface Operation {
  /** What a name stands for. */
  enum Shape {
    /** A counter: one value, a {@code Long}, under the empty key. */
    COUNTER(0),
    /** A ref: one value, under the empty key. */
    REF(1),
    /** A map. */
    MAP(2),
    /** A sorted map. */
    SORTED_MAP(3);

    private final int code;

    Shape(int code) {
      this.code = code;
    }

    private static Shape of(int code) {
      for (Shape shape : values()) {
        if (shape.code == code) {
          return shape;
        }
      }
      throw new CodecException("a record has an unknown kind of name: " + code, null);
    }
  }

  /**
   * There is a name.
   *
   * @param id what later operations call it
   * @param shape what it stands for
   * @param name as the application calls it
   * @param types the names of the classes that it was opened with
   */
  record Define(int id, Shape shape, String name, List<String> types) implements Operation {}

  /** There is a type, which values refer to. */
  record Describe(Description type) implements Operation {}

  /** There is a value under a key. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Put(int id, byte[] key, byte[] value) implements Operation {}

  /** There is no value under a key. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Remove(int id, byte[] key) implements Operation {}

  /** A record before this one does not count: its transaction was given up at the last moment. */
  record Revoke(long sequence) implements Operation {}

  /** In a checkpoint: the entries of a map are in a base, but for those operations that follow. */
  record Based(int id, BaseFile base) implements Operation {}

  /** Numbers of names; the next one is larger by one. */
  int ID_MAX = 1 << 30;

  /** The byte that each kind of operation begins with. */
  int DEFINE = 1;

  /** See {@link #DEFINE}. */
  int DESCRIBE = 2;

  /** See {@link #DEFINE}. */
  int PUT = 3;

  /** See {@link #DEFINE}. */
  int REMOVE = 4;

  /** See {@link #DEFINE}. */
  int REVOKE = 5;

  /** See {@link #DEFINE}. */
  int BASED = 6;

  /** Writes this. */
  default void writeTo(Output out) {
    switch (this) {
      case Define define -> {
        out.write(DEFINE);
        out.unsigned(define.id);
        out.write(define.shape.code);
        out.text(define.name);
        out.unsigned(define.types.size());
        define.types.forEach(out::text);
      }
      case Describe describe -> {
        out.write(DESCRIBE);
        describe.type.writeTo(out);
      }
      case Put put -> {
        out.write(PUT);
        out.unsigned(put.id);
        out.bytes(put.key);
        out.bytes(put.value);
      }
      case Remove remove -> {
        out.write(REMOVE);
        out.unsigned(remove.id);
        out.bytes(remove.key);
      }
      case Revoke revoke -> {
        out.write(REVOKE);
        out.unsigned(revoke.sequence);
      }
      case Based based -> {
        out.write(BASED);
        out.unsigned(based.id);
        write(based.base, out);
      }
    }
  }

  private static void write(BaseFile base, Output out) {
    out.text(base.name());
    out.unsigned(base.number());
    out.unsigned(base.entries());
    out.unsigned(base.keyBytes());
    out.unsigned(base.valueBytes());
    out.fixed(base.sum());
  }

  private static BaseFile readBase(Input in) {
    return new BaseFile(in.text(), number(in), number(in), number(in), number(in), in.fixed());
  }

  private static long number(Input in) {
    return in.unsigned(Long.MAX_VALUE);
  }

  /** A record of this alone. */
  default byte[] toBytes() {
    Output out = new Output();
    writeTo(out);
    return out.toBytes();
  }

  /**
   * Shows the operations of a record, one by one.
   *
   * @throws CodecException if the record makes no sense; those before that were shown
   */
  static void forEach(byte[] payload, Consumer<Operation> visitor) {
    Input in = new Input(payload);
    while (!in.isAtEnd()) {
      visitor.accept(read(in));
    }
  }

  private static Operation read(Input in) {
    int kind = in.read();
    return switch (kind) {
      case DEFINE ->
          new Define((int) in.unsigned(ID_MAX), Shape.of(in.read()), in.text(), texts(in));
      case DESCRIBE -> new Describe(Description.read(in));
      case PUT -> new Put(in.count(), in.bytes(), in.bytes());
      case REMOVE -> new Remove(in.count(), in.bytes());
      case REVOKE -> new Revoke(number(in));
      case BASED -> new Based(in.count(), readBase(in));
      default -> throw new CodecException("a record has an unknown operation: " + kind, null);
    };
  }

  private static List<String> texts(Input in) {
    List<String> texts = new ArrayList<>();
    for (int count = in.count(); count > 0; count--) {
      texts.add(in.text());
    }
    return List.copyOf(texts);
  }
}
