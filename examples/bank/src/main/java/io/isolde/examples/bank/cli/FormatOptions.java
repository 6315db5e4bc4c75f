package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.CsvTable.Column;
import io.isolde.examples.bank.csv.OrderFormat;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how files are written. */
final class FormatOptions {
  @Option(
      names = "--payer-column",
      paramLabel = "NAME",
      defaultValue = "payer",
      description = "The column of the account that pays (default: ${DEFAULT-VALUE}).")
  private String payer = "";

  @Option(
      names = "--payee-column",
      paramLabel = "NAME",
      defaultValue = "payee",
      description = "The column of the account that is paid (default: ${DEFAULT-VALUE}).")
  private String payee = "";

  @Option(
      names = "--amount-column",
      paramLabel = "NAME",
      defaultValue = "amount",
      description = "The column of the amount (default: ${DEFAULT-VALUE}).")
  private String amount = "";

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description =
          "The column of the order's id, which no other order has in any file (default: orders have"
              + " no ids, and are told apart by file and line).")
  private @Nullable String id;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      defaultValue = ",",
      description =
          "What stands between fields, in all files: a character or \\t (default:"
              + " '${DEFAULT-VALUE}').")
  private String delimiter = "";

  @Option(
      names = "--decimals",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How many decimals a minor unit has, 0 to 18; amounts with more are malformed, never"
              + " rounded (default: ${DEFAULT-VALUE}).")
  private int decimals;

  OrderFormat orderFormat() {
    OrderFormat format = OrderFormat.of(delimiter(), amounts(), payer, payee, amount);
    return requireDistinct(id == null ? format : format.withIds(id));
  }

  private static OrderFormat requireDistinct(OrderFormat format) {
    Map<String, Column> byName = new HashMap<>();
    for (Column column : format.columns()) {
      Column other = byName.putIfAbsent(column.name(), column);
      if (other != null) {
        throw BankException.usage(
            "%s and %s both name the column '%s'"
                .formatted(other.option(), column.option(), column.name()));
      }
    }
    return format;
  }

  AccountsFile accountsFile() {
    return new AccountsFile(delimiter(), amounts());
  }

  Amounts amounts() {
    return new Amounts(OptionValues.inRange("--decimals", decimals, 0, Amounts.DECIMALS_MAX));
  }

  private char delimiter() {
    String text = delimiter.equals("\\t") ? "\t" : delimiter;
    if (text.length() != 1 || "\"\r\n".contains(text)) {
      throw BankException.usage(
          "--delimiter must be one character, no quote and no line end, but is "
              + Texts.quoted(delimiter));
    }
    return text.charAt(0);
  }
}
