package io.isolde.store.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * A coverage-guided search for bytes that a decoder neither refuses nor reads. It puts what it
 * finds among the inputs of {@link DecodersTest}. It fuzzes if the environment has {@code
 * JAZZER_FUZZ=1}.
 */
@Tag("long")
class DecodersFuzzTest {
  /** Held, because loggers may be collected. */
  private static final Logger LOGGER = Logger.getLogger(StoreOpener.class.getName());

  @BeforeAll
  static void beQuiet() {
    LOGGER.setLevel(Level.OFF);
  }

  @FuzzTest(maxDuration = "40s")
  void decoders_anyBytes_refuseOrRead(byte[] data) {
    Decoders.decode(data);
  }
}
