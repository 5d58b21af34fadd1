package io.stratum.protocol.noise;

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
final class TestVectors {

	private TestVectors() {
	}

	static List<String[]> read(String file) {
		try (InputStream in = Objects.requireNonNull(TestVectors.class.getResourceAsStream(file), file)) {
			Stream<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
			return lines.skip(1).map((line) -> line.split(",", -1)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
