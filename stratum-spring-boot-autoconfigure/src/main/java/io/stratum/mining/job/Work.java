package io.stratum.mining.job;

import io.stratum.mining.BlockTemplate;

/**
 * A template that is being mined, numbered in the order of publication. Jobs of all
 * payouts are built from it.
 *
 * @param number counts works since the start, from 1
 * @param tip counts the chain tips since the start, from 1: works with equal tips follow
 * the same block
 * @param startsTip whether it is the first work on its tip, so that older work is
 * worthless
 * @param template what it is built from
 */
public record Work(long number, long tip, boolean startsTip, BlockTemplate template) {

}
