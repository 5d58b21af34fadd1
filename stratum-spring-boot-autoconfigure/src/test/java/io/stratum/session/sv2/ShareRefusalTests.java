package io.stratum.session.sv2;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesSuccess;
import io.stratum.protocol.sv2.Tlv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for shares of Stratum V2 that are refused or named otherwise.
 */
class ShareRefusalTests extends SubmitSharesFixture {

	@Test
	void refusesBadShares() {
		open();
		SubmitSharesExtended good = share(SHARE);
		this.client.send(with(good, 3, good.jobId(), good.extranonce()), with(good, 2, 4711, good.extranonce()),
				with(good, 2, good.jobId(), Octets.of(new byte[7])),
				share((hash) -> !Sv2Mine.DIFFICULTY_ONE.isMetBy(hash)), rolled(0x20000001), rolled(0x60000000));
		assertThat(this.client.messages()).extracting((message) -> ((SubmitSharesError) message).errorCode())
			.containsExactly("invalid-channel-id", "invalid-job-id", "bad-extranonce-size", "difficulty-too-low",
					"invalid-non-rollable-version-bit", "invalid-non-rollable-version-bit");
		assertThat(this.mine.rejected).containsExactly(RejectReason.NOT_SUBSCRIBED, RejectReason.JOB_NOT_FOUND,
				RejectReason.EXTRANONCE_LENGTH, RejectReason.LOW_DIFFICULTY, RejectReason.VERSION_MASK,
				RejectReason.VERSION_MASK);
		this.client.send(good, good);
		assertThat(this.client.messages())
			.containsExactly(new SubmitSharesError(2, good.sequenceNumber(), "duplicate-share"));
	}

	@Test
	void takesAllVersionBitsOfTheDialect() {
		open();
		this.client.send(rolled(0x20000020), rolled(0x3fffffe0), rolled(0x20001fe0));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 3, 3, 3));
	}

	@Test
	void takesNoVersionBitsWhereRollingIsNotAllowed() {
		this.mine.versionMask = 0;
		open();
		assertThat(this.job.versionRollingAllowed()).isFalse();
		this.client.send(rolled(0x20002000));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 1, "version-rolling-not-allowed"));
	}

	@Test
	void refusesStaleSharesButSubmitsTheirBlocks() {
		open();
		SubmitSharesExtended share = share(SHARE);
		SubmitSharesExtended block = share(BLOCK::isMetBy);
		this.mine.newTip();
		this.client.messages();
		this.client.send(share, block);
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 1, "stale-share"),
				new SubmitSharesError(2, 2, "stale-share"));
		await().until(() -> this.mine.submitted.size() == 1);
	}

	@Test
	void countsSharesOfASupersededJobOfTheSameTip() {
		open();
		SubmitSharesExtended share = share(BLOCK::isMetBy);
		this.mine.newWork();
		this.client.messages();
		this.client.send(share);
		assertThat(this.client.messages()).containsExactly(new SubmitSharesSuccess(2, 1, 1, 1));
	}

	@Test
	void namesTheWorkerBehindAProxy() {
		open();
		Octets rig = Tlv.userIdentity(Octets.of("rig7")).encode();
		this.client.send(with(share(SHARE), rig));
		this.client.send(new RequestExtensions(1, List.of(Tlv.WORKER_EXTENSION)));
		this.client.send(with(share(SHARE), rig), share(SHARE));
		assertThat(this.mine.accepted).extracting(Share::worker)
			.containsExactly(Worker.of("alice.rig"), new Worker("alice.rig7", "alice"), Worker.of("alice.rig"));
		this.client.messages();
		this.client.send(with(share(SHARE), Octets.of((byte) 2, (byte) 0, (byte) 1, (byte) 33, (byte) 0)));
		assertThat(this.client.messages()).containsExactly(new SubmitSharesError(2, 4, "invalid-share"));
	}

	@Test
	void doesNotTakeAWorkerBehindAProxyForOneOfAnotherAccount() {
		open();
		this.client.send(new RequestExtensions(1, List.of(Tlv.WORKER_EXTENSION)));
		for (String name : List.of("alice.b", "alice_c", "bob.rig", "alicent.d", "alice")) {
			this.client.send(with(share(SHARE), Tlv.userIdentity(Octets.of(name)).encode()));
		}
		assertThat(this.mine.accepted).extracting((share) -> share.worker().name())
			.containsExactly("alice.b", "alice_c", "alice.bob.rig", "alice.alicent.d", "alice.alice");
		assertThat(this.mine.accepted).extracting((share) -> share.worker().account()).containsOnly("alice");
	}

}
