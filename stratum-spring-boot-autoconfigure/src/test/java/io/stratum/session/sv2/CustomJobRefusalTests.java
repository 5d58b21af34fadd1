package io.stratum.session.sv2;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for custom jobs that are refused, and for who may select them.
 */
class CustomJobRefusalTests extends CustomJobFixture {

	@Test
	void refusesWhatThePolicyRefuses() {
		this.decision = Decision.refused("invalid-mining-job-token", "unknown token");
		open();
		this.client.send(job(2));
		assertThat(this.client.frames()).containsExactly("008024" + "210000" + "02000000" + "09000000" + "18"
				+ HexFormat.of().formatHex("invalid-mining-job-token".getBytes()));
	}

	@Test
	void refusesJobsWithoutAskingThePolicy() {
		open();
		this.client.send(job(7));
		assertThat(code()).isEqualTo("invalid-channel-id");
		this.client.send(job(2, "0165" + "14", OUTPUTS));
		assertThat(code()).isEqualTo("invalid-coinbase-prefix");
		for (String outputs : List.of("", "00", OUTPUTS + "00", OUTPUTS.substring(2),
				"fd0100" + OUTPUTS.substring(2))) {
			this.client.send(job(2, PREFIX, outputs));
			assertThat(code()).isEqualTo("invalid-coinbase-tx-outputs");
		}
		assertThat(this.asked).isEmpty();
	}

	@Test
	void refusesCustomJobsOfClientsThatDidNotAnnounceThem() {
		start();
		this.client.setUp(0);
		this.client.openExtended("alice.rig");
		this.client.send(job(2));
		assertThat(this.client.messages()).contains(new SetCustomMiningJobError(2, 9, "jd-not-supported"));
	}

	@Test
	void refusesWorkSelectionWithoutAPolicy() {
		this.client = this.mine.start().connect();
		this.client.send(Sv2Client.setup(WORK_SELECTION));
		assertThat(this.client.messages())
			.containsExactly(new SetupConnectionError(WORK_SELECTION, "unsupported-feature-flags"));
	}

	@Test
	void offersExtendedChannelsOnly() {
		start();
		this.client.send(Sv2Client.setup(WORK_SELECTION));
		assertThat(this.client.messages())
			.containsExactly(new SetupConnectionSuccess(2, SetupConnectionSuccess.REQUIRES_EXTENDED_CHANNELS));
		assertThat(this.client.open(Sv2Client.standard(1, "alice")))
			.containsExactly(new OpenMiningChannelError(1, "standard-channels-not-supported-for-custom-work"));
	}

}
