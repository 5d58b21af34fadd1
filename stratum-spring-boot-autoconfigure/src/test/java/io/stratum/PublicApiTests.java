package io.stratum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the API to a file, so that each change of it is seen in review. To write the file
 * anew, run this test with {@code -Dstratum.api.write=true}.
 */
class PublicApiTests {

	private static final Path FILE = Path.of("src/api/api.txt");

	private final PublicApi api = new PublicApi();

	@Test
	void apiIsWhatTheFileSays() throws IOException {
		if (Boolean.getBoolean("stratum.api.write")) {
			Files.createDirectories(FILE.getParent());
			Files.writeString(FILE, this.api.text());
		}
		assertThat(this.api.text())
			.as("the API; if the change is meant, write src/api/api.txt anew with -Dstratum.api.write=true")
			.isEqualTo(Files.readString(FILE));
	}

	@Test
	void signaturesOfTheApiNameTypesOfTheApiOnly() {
		assertThat(this.api.leaks()).isEmpty();
	}

	@Test
	void listOfWhatIsNoApiNamesNothingThatIsGone() {
		assertThat(this.api.deadExcludes()).isEmpty();
	}

}
