package io.stratum.protocol.secp256k1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The test vectors of the BIPs, rows of fields without the head row.
 */
public final class TestVectors {

	private TestVectors() {
	}

	/**
	 * Reads a file.
	 * @param test the test beside whose package the file is
	 * @param file its name
	 */
	public static List<String[]> read(Class<?> test, String file) {
		try (InputStream in = Objects.requireNonNull(test.getResourceAsStream(file), file)) {
			Stream<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
			return lines.skip(1).map((line) -> line.split(",", -1)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
