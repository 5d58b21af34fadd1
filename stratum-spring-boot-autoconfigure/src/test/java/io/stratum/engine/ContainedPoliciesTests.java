package io.stratum.engine;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.RejectReason;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.vardiff.ChannelDifficulty;
import io.stratum.mining.vardiff.DifficultyPolicy;
import io.stratum.room.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

/**
 * Tests for policies that fail where they may not block, and for such that are mocks.
 */
class ContainedPoliciesTests extends MiningEngineFixture {

	private final DifficultyPolicy difficulty = mock();

	private final ChannelDifficulty ofChannel = mock();

	@Test
	void refusesTheShareThatCannotBeHashed() {
		TestProofOfWork proofOfWork = new TestProofOfWork(null);
		this.mine.proofOfWork = proofOfWork;
		this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		proofOfWork.failure = new StackOverflowError();
		assertThat(this.mine.result(channel, job, this.mine.share(channel, job)))
			.isEqualTo(new ShareResult.Rejected(RejectReason.OTHER, null));
		assertThat(faults()).containsExactly("ProofOfWork (io.stratum.engine.TestProofOfWork)");
		proofOfWork.failure = null;
		assertThat(this.mine.result(channel, job, this.mine.share(channel, job)))
			.isInstanceOf(ShareResult.Accepted.class);
		assertThat(faults()).isEmpty();
	}

	@Test
	void startsWithTheDifficultyOfTheListenerWhenThePolicyHasNone() {
		this.mine.difficulty = this.difficulty;
		this.mine.start();
		assertThat(this.mine.channel().difficulty()).isEqualTo(1);
		given(this.difficulty.start(any(), anyLong())).willThrow(new AssertionError("no"));
		assertThat(this.mine.channel().difficulty()).isEqualTo(1);
		assertThat(faults()).singleElement().asString().startsWith("DifficultyPolicy (");
	}

	@Test
	void keepsTheDifficultyOfAChannelWhenThePolicyFails() {
		this.mine.difficulty = this.difficulty;
		given(this.difficulty.start(any(), anyLong())).willReturn(this.ofChannel);
		given(this.ofChannel.current()).willReturn(2.0);
		this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		given(this.ofChannel.current()).willThrow(new LinkageError("changed"));
		given(this.ofChannel.shareAccepted(anyDouble(), anyLong())).willThrow(new IllegalStateException("odd"));
		this.mine.result(channel, job, this.mine.share(channel, job));
		assertThat(channel.difficulty()).isEqualTo(2);
	}

	@Test
	void recordsByAMockThatIsStubbedTheUsualWay() throws Exception {
		ShareRecorder recorder = mock();
		this.mine.recorder = recorder;
		this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		assertThat(this.mine.result(channel, job, this.mine.share(channel, job)))
			.isInstanceOf(ShareResult.Accepted.class);
		verify(recorder, timeout(10_000)).record(List.copyOf(this.mine.shares));
	}

	@Test
	void paysByAMockThatIsStubbedTheUsualWay() throws Exception {
		io.stratum.mining.PayoutPolicy payout = mock();
		given(payout.payout(any())).willReturn("pool");
		given(payout.outputs(any())).willReturn(List.of(new TxOutput(5_000_000_000L, new byte[] { 0x51 })));
		this.mine.mockedPayout = payout;
		this.mine.start();
		assertThat(this.mine.group("alice.rig").key()).isEqualTo("pool");
	}

	@Test
	void namesAPayoutPolicyThatGivesNoKey() {
		this.mine.mockedPayout = mock();
		this.mine.start();
		assertThat(this.mine.login("alice.rig"))
			.isEqualTo(new Login.Refused("Login failed", Login.Refused.Cause.TEMPORARY));
		assertThat(this.mine.engine().status().faults()).extracting(Fault::text)
			.singleElement()
			.asString()
			.startsWith("java.lang.IllegalStateException: PayoutPolicy (")
			.endsWith("null (expected: a result)");
	}

	@Test
	void namesACustomJobPolicyThatGivesNoDecision() {
		CustomJobPolicy policy = mock();
		this.mine.customJobs = policy;
		this.mine.start();
		CustomJobs jobs = this.mine.engine().customJobs();
		assertThat(jobs).isNotNull();
		assertThat(jobs.propose(CustomJobsTests.job(this.mine), null).toCompletableFuture().join())
			.isEqualTo(new CustomJobs.Outcome.Refused("internal-error", "no decision"));
		assertThat(faults()).singleElement().asString().startsWith("CustomJobPolicy (");
	}

	private List<String> faults() {
		return this.mine.engine().status().faults().stream().map(Fault::bean).toList();
	}

}
