package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import io.isolde.store.spi.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An operation in a record of the journal or of a checkpoint. Each operation states what holds from
 * now on, and so is idempotent. Immutable, as long as nobody writes to the arrays.
 */
public sealed interface RedoOperation {
  /** What a name stands for: a {@link Kind} without its types. */
  enum Shape {
    /** A counter: one value, a {@code Long}, under the empty key. */
    COUNTER(0, Kind.counter()),
    /** A ref: one value, under the empty key. */
    REF(1, Kind.ref(Object.class)),
    /** A map. */
    MAP(2, Kind.map(Object.class, Object.class)),
    /** A sorted map. */
    SORTED_MAP(3, Kind.sortedMap(Object.class, Object.class));

    private final int code;
    private final String noun;

    Shape(int code, Kind example) {
      this.code = code;
      this.noun = example.noun();
    }

    private static Shape of(Kind kind) {
      for (Shape shape : values()) {
        if (shape.noun.equals(kind.noun())) {
          return shape;
        }
      }
      throw new IllegalArgumentException(kind + " cannot be stored");
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
   * A name exists.
   *
   * @param id the number by which later operations refer to it
   * @param shape what it stands for
   * @param name the name that the application uses
   * @param types the names of the classes that it was opened with
   */
  record Define(int id, Shape shape, String name, List<String> types) implements RedoOperation {
    /** Says that a name exists, which is opened as {@code kind}. */
    public Define(int id, String name, Kind kind) {
      this(id, Shape.of(kind), name, kind.types().stream().map(Class::getName).toList());
    }

    /**
     * What the name stands for: for example {@code a map of java.lang.String to java.lang.Long}.
     */
    public String kind() {
      return types.isEmpty() ? shape.noun : shape.noun + " of " + String.join(" to ", types);
    }
  }

  /** A class exists, to which values refer. */
  record Describe(Description type) implements RedoOperation {}

  /** A key has a value. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Put(int id, byte[] key, byte[] value) implements RedoOperation {}

  /** A key has no value. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Remove(int id, byte[] key) implements RedoOperation {}

  /** An earlier record does not count: its transaction was abandoned at the last moment. */
  record Revoke(long sequence) implements RedoOperation {}

  /**
   * In a checkpoint: the entries of a map are in a base, except for those that later operations
   * override.
   */
  record Based(int id, BaseFile base) implements RedoOperation {}

  /**
   * The records from a number on, up to those of the next incarnation, were appended by one opening
   * of the store. In the journal, the first of them begins with this.
   *
   * @param first the number of the first record
   * @param id a random number
   */
  record Incarnation(long first, long id) implements RedoOperation {}

  /** The largest number of a name; the next number is larger by one. */
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

  /** See {@link #DEFINE}. */
  int INCARNATION = 7;

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
      case Incarnation incarnation -> {
        out.write(INCARNATION);
        out.unsigned(incarnation.first);
        out.fixed(incarnation.id);
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

  /** The payload of a record with this operation alone. */
  default byte[] toBytes() {
    Output out = new Output();
    writeTo(out);
    return out.toBytes();
  }

  /**
   * Passes the operations of a record to {@code visitor}, one by one.
   *
   * @throws CodecException if the record cannot be decoded; the operations before that were visited
   */
  static void forEach(byte[] payload, Consumer<RedoOperation> visitor) {
    Input in = new Input(payload);
    while (!in.isAtEnd()) {
      visitor.accept(read(in));
    }
  }

  /** Whether the payload of a record has a value, or a base with entries. */
  static boolean hasValues(byte[] payload) {
    boolean[] found = new boolean[1];
    forEach(payload, operation -> found[0] |= operation.isValue());
    return found[0];
  }

  private boolean isValue() {
    return this instanceof Put || (this instanceof Based based && based.base().entries() > 0);
  }

  private static RedoOperation read(Input in) {
    int kind = in.read();
    return switch (kind) {
      case DEFINE ->
          new Define((int) in.unsigned(ID_MAX), Shape.of(in.read()), in.text(), texts(in));
      case DESCRIBE -> new Describe(Description.read(in));
      case PUT -> new Put(in.count(), in.bytes(), in.bytes());
      case REMOVE -> new Remove(in.count(), in.bytes());
      case REVOKE -> new Revoke(number(in));
      case BASED -> new Based(in.count(), readBase(in));
      case INCARNATION -> new Incarnation(number(in), in.fixed());
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
