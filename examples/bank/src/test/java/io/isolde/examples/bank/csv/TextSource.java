package io.isolde.examples.bank.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;

/** A source in memory, named orders.csv. */
public record TextSource(String text, Charset charset) implements Source {

  public static TextSource of(String text) {
    return new TextSource(text, UTF_8);
  }

  @Override
  public String name() {
    return "orders.csv";
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(text.getBytes(charset));
  }

  @Override
  public long sizeBytes() {
    return text.getBytes(charset).length;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }
}
