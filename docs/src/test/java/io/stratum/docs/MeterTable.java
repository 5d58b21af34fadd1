package io.stratum.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.stratum.metrics.StratumMeters;

/**
 * Writes the table of all meters from the code.
 */
public final class MeterTable {

	private MeterTable() {
	}

	/**
	 * Writes the table.
	 * @param args the file to write
	 * @throws IOException if it cannot be written
	 */
	public static void main(String[] args) throws IOException {
		List<String> lines = new ArrayList<>(
				List.of("[cols=\"3,1,1,2,3\"]", "|===", "|Meter |Type |Unit |Tags |Meaning", ""));
		for (StratumMeters meter : StratumMeters.values()) {
			lines.add("|`+" + meter.meterName() + "+` |" + meter.type().name().toLowerCase(Locale.ROOT) + " |"
					+ Objects.toString(meter.unit(), "") + " |" + String.join(", ", meter.tags()) + " |"
					+ meter.description());
		}
		lines.add("|===");
		Path file = Path.of(args[0]);
		Files.createDirectories(file.getParent());
		Files.write(file, lines);
	}

}
