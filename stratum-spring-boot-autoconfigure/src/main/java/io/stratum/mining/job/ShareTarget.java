package io.stratum.mining.job;

import io.stratum.bitcoin.Target;

/**
 * A difficulty and the target it stands for.
 *
 * @param difficulty the difficulty
 * @param target the target that a share must meet
 */
public record ShareTarget(double difficulty, Target target) {

}
