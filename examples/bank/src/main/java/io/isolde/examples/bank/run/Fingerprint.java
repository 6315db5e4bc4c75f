package io.isolde.examples.bank.run;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.Source;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifies a file by its content, so that it is recognised under any name.
 *
 * <p>Immutable.
 *
 * @param name what the file is called, for people
 * @param sha256 the SHA-256 of its content, in hexadecimal
 */
public record Fingerprint(String name, long bytes, String sha256) {
  private static final int SHOWN = 12;

  /**
   * The fingerprint of a file, which is read to its end.
   *
   * @throws BankException when it cannot be read
   */
  public static Fingerprint of(Source source) {
    MessageDigest digest = digest();
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = source.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    } catch (IOException e) {
      throw BankException.input(source.name() + " cannot be read: " + Texts.reason(e));
    }
    return new Fingerprint(source.name(), bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether the contents are the same. */
  boolean isSameContent(Fingerprint other) {
    return bytes == other.bytes && sha256.equals(other.sha256);
  }

  /** For example {@code monday.csv (1,234 bytes, SHA-256 0123456789ab…)}. */
  String inWords() {
    return "%s (%s, SHA-256 %s…)"
        .formatted(name, Texts.counted(bytes, "byte"), sha256.substring(0, SHOWN));
  }
}
