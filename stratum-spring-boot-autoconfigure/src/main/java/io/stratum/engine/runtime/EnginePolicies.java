package io.stratum.engine.runtime;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Bans;
import io.stratum.mining.BlockChain;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.vardiff.DifficultyPolicy;

/**
 * What a pool supplies to its mining engine.
 *
 * @param templates where work comes from
 * @param authenticator who may mine
 * @param payout whom a coinbase pays
 * @param fallbackPayout who gives the outputs when those of {@code payout} cannot be
 * used; only {@link PayoutPolicy#outputs} is called. Null for none
 * @param recorder where accepted shares go, or null for nowhere
 * @param difficulty how difficulty follows a miner
 * @param proofOfWork the hash that shares are judged by
 * @param submitters where found blocks go
 * @param listeners who hears of all this
 * @param customJobs who decides on work that clients select, or null if they may not
 * @param bans who may not mine
 * @param following where own blocks are looked for, or null for nowhere
 */
public record EnginePolicies(BlockTemplateSource templates, WorkerAuthenticator authenticator, PayoutPolicy payout,
		@Nullable PayoutPolicy fallbackPayout, @Nullable ShareRecorder recorder, DifficultyPolicy difficulty,
		ProofOfWork proofOfWork, List<BlockSubmitter> submitters, Listeners listeners,
		@Nullable CustomJobPolicy customJobs, Bans bans, @Nullable Following following) {

	public EnginePolicies {
		submitters = List.copyOf(submitters);
	}

	/**
	 * How blocks of the pool are followed.
	 *
	 * @param chain knows where they stand
	 * @param confirmations how deep they must be to be confirmed, at least 1
	 */
	public record Following(BlockChain chain, int confirmations) {
	}

}
