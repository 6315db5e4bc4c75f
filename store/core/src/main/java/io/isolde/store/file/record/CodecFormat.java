package io.isolde.store.file.record;

import io.isolde.store.codec.Codec;
import io.isolde.store.codec.CodecException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The format of a class with a codec: the length of the bytes of the codec, then these bytes. */
final class CodecFormat<T> implements Format {
  private final Codec<T> codec;
  private final Description description;

  CodecFormat(Codec<T> codec, Description description) {
    this.codec = codec;
    this.description = description;
  }

  @Override
  public int id() {
    return description.id();
  }

  @Override
  public void write(Object value, Output out, Types types) {
    Output bytes = new Output();
    try {
      codec.write(codec.type().cast(value), new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new CodecException("a " + description.className() + " cannot be written: " + e, e);
    }
    out.bytes(bytes.toBytes());
  }

  @Override
  public Object read(Input in, ValueReader values, Declared declared) {
    try {
      return codec.type().cast(codec.read(new DataInputStream(new Input(in.bytes()))));
    } catch (IOException e) {
      throw new CodecException("a " + description.className() + " cannot be read: " + e, e);
    }
  }
}
