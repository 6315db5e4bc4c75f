package io.isolde.stm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.spi.ToolProvider;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether HotSpot's compiler inlines the methods that every transaction calls is decided by the
 * size of their bytecode, which is compared here. What it decides in fact depends on the program.
 */
class HotPathTest {
  /** The default of FreqInlineSize: methods with more bytes of bytecode are never inlined. */
  private static final int INLINED_MAX = 325;

  /** The offsets of the instructions of the methods {@code name} of {@code type}. */
  private static IntStream offsets(Class<?> type, String name) throws URISyntaxException {
    URL file = type.getResource(type.getSimpleName() + ".class");
    StringWriter code = new StringWriter();
    StringWriter errors = new StringWriter();
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    String path = Path.of(file.toURI()).toString();
    int exit = javap.run(new PrintWriter(code), new PrintWriter(errors), "-c", "-p", path);
    assertThat(exit).as(errors.toString()).isZero();
    return Arrays.stream(code.toString().split("\\R\\R"))
        .filter(method -> method.lines().findFirst().orElseThrow().contains(" " + name + "("))
        .flatMap(String::lines)
        .filter(line -> line.matches(" +\\d+: [a-z].*"))
        .mapToInt(line -> Integer.parseInt(line.strip().substring(0, line.strip().indexOf(':'))));
  }

  private static int lastOffset(Class<?> type, String name) throws URISyntaxException {
    return offsets(type, name).max().orElseThrow();
  }

  /**
   * If it were inlined, the code of Execution.run would be larger than InlineSmallCode; so that
   * would not be inlined into its callers, and transactions would allocate their bodies.
   */
  @Test
  void lockAndPublish_isTooLargeToBeInlined() throws URISyntaxException {
    assertThat(lastOffset(Brief.class, "lockAndPublish")).isGreaterThan(INLINED_MAX);
  }

  @ParameterizedTest
  @CsvSource({
    "io.isolde.stm.engine.Execution, run",
    "io.isolde.stm.engine.Brief, begin",
    "io.isolde.stm.engine.Brief, commit",
    "io.isolde.stm.engine.Brief, read",
    "io.isolde.stm.engine.Brief, write",
    "io.isolde.stm.engine.Brief, add",
  })
  void whatIsAroundIt_canBeInlined(Class<?> type, String name) throws URISyntaxException {
    int longestInstruction = 5;
    assertThat(lastOffset(type, name)).isLessThanOrEqualTo(INLINED_MAX - longestInstruction);
  }
}
