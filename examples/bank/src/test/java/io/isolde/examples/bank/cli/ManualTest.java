package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The manual, docs/bank.md, agrees with the program. */
class ManualTest {
  private static final Path MANUAL = Path.of("../../docs/bank.md");
  private static final Pattern SESSION = Pattern.compile("(?ms)^( *)```console\n(.*?)^ *```$");
  private static final Pattern STEP = Pattern.compile("(?ms)^\\$ (.*?)\n(.*?)(?=^\\$ |\\z)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```java\n(.*?)^```$");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

  /** Lines of the summary that differ from run to run. */
  private static final Pattern VARYING =
      Pattern.compile(
          "(?m)^(Audits +[1-9][0-9,]* made| +[0-9,.]+ µs each, .*"
              + "|(Time|CPU|Compiling) .*|Recovered .* records? .*)");

  /** The database of the manual, for which the tests have a server of their own. */
  private static final String DATABASE = "postgres://db.example.org/bank";

  @TempDir private Path folder;
  private int exitCode;

  @Test
  void manual_sessions_runAsPrinted() throws IOException {
    runAsPrinted(sessions(session -> !session.contains(DATABASE)), DATABASE);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void manual_sessionsOfSeveralMachines_runAsPrinted() throws IOException {
    runAsPrinted(sessions(session -> session.contains(DATABASE)), PostgresServer.freshUri());
  }

  private void runAsPrinted(List<String> sessions, String database) throws IOException {
    for (String session : sessions) {
      for (MatchResult step : STEP.matcher(session).results().toList()) {
        String command = step.group(1).replace(DATABASE, database);
        assertThat(varyingMasked(run(command, step.group(2))))
            .as("$ %s", step.group(1))
            .isEqualTo(varyingMasked(step.group(2)));
      }
    }
  }

  private static List<String> sessions(Predicate<String> chosen) throws IOException {
    List<String> sessions =
        SESSION
            .matcher(Files.readString(MANUAL))
            .results()
            .map(match -> match.group(2).replaceAll("(?m)^" + match.group(1), ""))
            .filter(chosen)
            .toList();
    assertThat(sessions).isNotEmpty();
    return sessions;
  }

  private static String varyingMasked(String output) {
    return VARYING.matcher(output).replaceAll("(varies)");
  }

  /**
   * Returns what the command prints. To print a file that does not exist creates it as expected.
   */
  private String run(String command, String expected) throws IOException {
    String[] words = command.split(" ", -1);
    return switch (words[0]) {
      case "cat" -> cat(folder.resolve(words[1]), expected);
      case "echo" -> exitCode + "\n";
      case "bank" -> bank(Arrays.copyOfRange(words, 1, words.length));
      default -> throw new IllegalArgumentException(command);
    };
  }

  private static String cat(Path file, String expected) throws IOException {
    return Files.readString(Files.exists(file) ? file : Files.writeString(file, expected));
  }

  private String bank(String... words) {
    String[] args =
        Arrays.stream(words)
            .map(word -> word.matches("\\w+\\.\\w+") ? folder.resolve(word).toString() : word)
            .map(word -> word.replace("file:", "file:" + folder + "/"))
            .toArray(String[]::new);
    CommandRun run = CommandRun.of(args);
    exitCode = run.exitCode();
    return (run.out() + run.err()).replace(folder + "/", "");
  }

  @Test
  void manual_code_isThatOfTheBank() throws IOException {
    List<String> blocks =
        CODE.matcher(Files.readString(MANUAL)).results().map(match -> match.group(1)).toList();
    assertThat(blocks).isNotEmpty();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String code = unindented(Files.readString(file));
        blocks = blocks.stream().filter(block -> !code.contains(unindented(block))).toList();
      }
    }
    assertThat(blocks).as("code that is in the manual only").isEmpty();
  }

  private static String unindented(String code) {
    return code.replaceAll("(?m)^ +", "");
  }

  @Test
  void manual_options_areThoseOfTheCommands() throws IOException {
    String manual = Files.readString(MANUAL);
    assertThat(options(manual.substring(manual.indexOf("## Options"))))
        .isEqualTo(optionsOfCommands());
  }

  private static Set<String> options(String text) {
    return OPTION
        .matcher(text.replace("--strict` met", ""))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> optionsOfCommands() {
    CommandLine bank = Bank.commandLine();
    Set<String> names =
        Stream.concat(Stream.of(bank), bank.getSubcommands().values().stream())
            .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
            .filter(name -> name.startsWith("--"))
            .collect(Collectors.toCollection(TreeSet::new));
    names.add("--no-progress");
    return names;
  }

  @Test
  void manual_exitCodes_areThoseOfTheHelp() throws IOException {
    String manual = Files.readString(MANUAL);
    Set<String> codes =
        Pattern.compile("(?m)^\\| ([0-9]+) \\|")
            .matcher(manual)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(codes)
        .isEqualTo(Bank.commandLine().getCommandSpec().usageMessage().exitCodeList().keySet());
  }
}
