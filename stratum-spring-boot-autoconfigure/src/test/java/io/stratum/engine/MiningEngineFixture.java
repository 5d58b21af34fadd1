package io.stratum.engine;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.AfterEach;

import io.stratum.NewThreads;
import io.stratum.mining.channel.MiningChannel;

/**
 * An engine with policies that a test controls.
 */
abstract class MiningEngineFixture {

	final NewThreads threads = new NewThreads();

	final TestMine mine = new TestMine();

	@AfterEach
	void close() {
		this.mine.close();
	}

	static List<String> prefixes(MiningChannel... channels) {
		return List.of(channels).stream().map(MiningEngineTests::prefix).toList();
	}

	static String prefix(MiningChannel channel) {
		return HexFormat.of().formatHex(channel.lease().prefix());
	}

}
