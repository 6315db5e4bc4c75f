package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir private Path folder;

  @Test
  void write_newFile_appearsWholeAndAlone() {
    Path target = folder.resolve("out.csv");
    try (OutputFile output = OutputFile.prepare(target)) {
      assertThat(target).doesNotExist();
      output.write(writer -> writer.write("Zoë\n"));
    }
    assertThat(target).hasContent("Zoë\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void write_existingFile_isReplaced() throws IOException {
    Path target = Files.writeString(folder.resolve("out.csv"), "old and longer");
    try (OutputFile output = OutputFile.prepare(target)) {
      output.write(writer -> writer.write("new"));
    }
    assertThat(target).hasContent("new");
  }

  @Test
  void write_symbolicLink_replacesWhatItLeadsTo() throws IOException {
    Path target = Files.writeString(folder.resolve("real.csv"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);
    try (OutputFile output = OutputFile.prepare(link)) {
      output.write(writer -> writer.write("new"));
    }
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void write_contentFails_leavesTheOldFileAndNothingElse() throws IOException {
    Path target = Files.writeString(folder.resolve("out.csv"), "old");
    try (OutputFile output = OutputFile.prepare(target)) {
      assertThatThrownBy(() -> output.write(OutputFileTest::fail))
          .isInstanceOf(BankException.class)
          .hasMessageContaining("out.csv cannot be written")
          .hasMessageContaining("disk full");
    }
    assertThat(folder).isDirectoryContaining(path -> path.equals(target));
    assertThat(folder.toFile().list()).containsExactly("out.csv");
    assertThat(target).hasContent("old");
  }

  private static void fail(Appendable writer) throws IOException {
    writer.append("half");
    throw new IOException("disk full");
  }

  @Test
  void write_contentFailsUnchecked_isRefusedAlike() throws IOException {
    Path target = Files.writeString(folder.resolve("out.csv"), "old");
    try (OutputFile output = OutputFile.prepare(target)) {
      assertThatThrownBy(
              () ->
                  output.write(
                      writer -> {
                        throw new UncheckedIOException(new IOException("disk full"));
                      }))
          .isInstanceOf(BankException.class)
          .hasMessage(target.toRealPath() + " cannot be written: disk full");
    }
    assertThat(target).hasContent("old");
  }

  @Test
  void prepare_notWritten_leavesNothing() {
    OutputFile.prepare(folder.resolve("out.csv")).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void prepare_noSuchFolder_isRefused() {
    assertRefused(folder.resolve("none/out.csv"), "there is no folder " + folder.resolve("none"));
  }

  @Test
  void prepare_directory_isRefused() {
    assertRefused(folder, folder + " is a directory; expected the name of a file to write");
  }

  @Test
  void prepare_fileAsFolder_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(file.resolve("out.csv"), "there is no folder " + file);
  }

  private static void assertRefused(Path target, String reason) {
    assertThatThrownBy(() -> OutputFile.prepare(target))
        .isInstanceOf(BankException.class)
        .hasMessageContaining(reason)
        .extracting(failure -> ((BankException) failure).exitCode())
        .isEqualTo(ExitCode.OUTPUT);
  }
}
