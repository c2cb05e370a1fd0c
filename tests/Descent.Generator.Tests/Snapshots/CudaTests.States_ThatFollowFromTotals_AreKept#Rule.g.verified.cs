CudaText =>
            """
            // Rule for GPUs. Every operation is one instruction, rounded to the nearest; no contraction, subnormal numbers kept.
            // .T is the type of the weights, .B its bits, WIDTH its bytes; 0d begins the bits of a number in double, which is rounded once.
            // load, store and clear take a value as it is stored, and have its bytes behind WIDTH: 0 weight, 1 gradient.

            // Update, sweep 1.
            .visible .entry Update_0(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep) .maxntid 512, 1, 1
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %unused, %row, %leavesOut, %lane, %warp, %index,
                    %threads, %end, %low, %high, %slot, %chunk;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %at, %gradientFirst, %gradientAt, %at_2;
                .reg .pred %clearsGradients, %isLeftOut, %isDone, %isNotFirst;
                .reg .T %factor, %factorOfAll, %factor_2, %factorOfAll_2, %gradient, %absGradient, %squaredGradient;
                .reg .f64 %total, %total_2, %term, %term_2, %other;
                .shared .align 8 .b64 blocks[32];

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %values, [values];
                cvta.to.global.u64 %values, %values;
                ld.param.u64 %totals, [totals];
                cvta.to.global.u64 %totals, %totals;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;
                ld.param.u32 %clears, [clears];
                setp.ne.u32 %clearsGradients, %clears, 0;

                // The piece of this block: its tensor, where it begins, how many weights it has.
                mov.u32 %block, %ctaid.x;
                mul.wide.u32 %at, %block, 16;
                add.u64 %at, %pieces, %at;
                ld.global.v4.u32 {%tensor, %start, %count, %unused}, [%at];
                mul.wide.u32 %at, %tensor, 40;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %gradientFirst, [%at+32];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                mad.wide.u32 %values, %row, 4*WIDTH, %values;

                ld.global.u32 %leavesOut, [%ofStep];
                // What is the same for all weights, rounded once.
                ld.global.T %factor, [%values+0*WIDTH];
                ld.global.T %factorOfAll, [%ofStep+2*WIDTH];
                mul.rn.T %factor, %factor, %factorOfAll;
                ld.global.T %factor_2, [%values+1*WIDTH];
                ld.global.T %factorOfAll_2, [%ofStep+3*WIDTH];
                mul.rn.T %factor_2, %factor_2, %factorOfAll_2;
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra LEFT_OUT;

                mov.u32 %index, %tid.x;
                and.b32 %lane, %index, 31;
                shr.u32 %warp, %index, 5;
                mad.lo.u32 %index, %warp, 512, %lane;
                mov.u32 %threads, 32;
                mad.lo.u32 %end, %warp, 512, 512;
                min.u32 %end, %end, %count;
                mov.f64 %total, 0D0000000000000000;
                mov.f64 %total_2, 0D0000000000000000;
            EACH_WEIGHT:
                setp.ge.u32 %isDone, %index, %end;
                @%isDone bra END;
                add.u32 %place, %start, %index;
                mad.wide.u32 %gradientAt, %place, WIDTH1, %gradientFirst;
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;
                abs.T %absGradient, %gradient;
                cvt.f64.T %term, %absGradient;
                add.rn.f64 %total, %total, %term;
                mul.rn.T %squaredGradient, %gradient, %gradient;
                cvt.f64.T %term_2, %squaredGradient;
                add.rn.f64 %total_2, %total_2, %term_2;
                @%clearsGradients clear.1 [%gradientAt];
                add.u32 %index, %index, %threads;
                bra EACH_WEIGHT;
            END:
                // The columns of a block, in the order of the tree.
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 8, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 8, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total, %total, %other;
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 16, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 16, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total, %total, %other;
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 4, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 4, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total, %total, %other;
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 1, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 1, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total, %total, %other;
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 2, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 2, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total, %total, %other;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 8, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 8, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total_2, %total_2, %other;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 16, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 16, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total_2, %total_2, %other;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 4, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 4, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total_2, %total_2, %other;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 1, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 1, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total_2, %total_2, %other;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 2, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 2, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                add.rn.f64 %total_2, %total_2, %other;

                // The blocks of the chunk, one after the other.
                setp.ne.u32 %isNotFirst, %lane, 0;
                mov.u32 %slot, blocks;
                mad.lo.u32 %slot, %warp, 16, %slot;
                @!%isNotFirst st.shared.f64 [%slot+0], %total;
                @!%isNotFirst st.shared.f64 [%slot+8], %total_2;
                bar.sync 0;
                mov.u32 %slot, %tid.x;
                setp.ne.u32 %isNotFirst, %slot, 0;
                @%isNotFirst bra DONE;
                mov.f64 %total, 0D0000000000000000;
                mov.f64 %total_2, 0D0000000000000000;
                mov.u32 %slot, blocks;
                add.u32 %low, %slot, 256;
            EACH_BLOCK:
                ld.shared.f64 %other, [%slot+0];
                add.rn.f64 %total, %total, %other;
                ld.shared.f64 %other, [%slot+8];
                add.rn.f64 %total_2, %total_2, %other;
                add.u32 %slot, %slot, 16;
                setp.lt.u32 %isNotFirst, %slot, %low;
                @%isNotFirst bra EACH_BLOCK;
                mov.u32 %chunk, %ctaid.x;
                mul.wide.u32 %at_2, %chunk, 16;
                add.u64 %at_2, %totals, %at_2;
                st.global.f64 [%at_2+0], %total;
                st.global.f64 [%at_2+8], %total_2;
            DONE:
            LEFT_OUT:
                ret;
            }

            // Update, sweep 2.
            .visible .entry Update_1(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep)
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %unused, %row, %leavesOut, %index, %threads;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %at, %weightFirst, %gradientFirst, %weightAt,
                    %gradientAt;
                .reg .pred %clearsGradients, %isLeftOut, %isDone;
                .reg .T %largest, %onePlusOfTensor, %factor, %factorOfAll, %factor_2, %factorOfAll_2, %weight, %gradient, %value,
                    %value_2, %value_3, %nextWeight;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %values, [values];
                cvta.to.global.u64 %values, %values;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;
                ld.param.u32 %clears, [clears];
                setp.ne.u32 %clearsGradients, %clears, 0;

                // The piece of this block: its tensor, where it begins, how many weights it has.
                mov.u32 %block, %ctaid.x;
                mul.wide.u32 %at, %block, 16;
                add.u64 %at, %pieces, %at;
                ld.global.v4.u32 {%tensor, %start, %count, %unused}, [%at];
                mul.wide.u32 %at, %tensor, 40;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %weightFirst, [%at+24];
                cvta.to.global.u64 %weightFirst, %weightFirst;
                ld.global.u64 %gradientFirst, [%at+32];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                mad.wide.u32 %values, %row, 4*WIDTH, %values;

                ld.global.u32 %leavesOut, [%ofStep];
                // What is the same for all weights, rounded once.
                ld.global.T %largest, [%values+2*WIDTH];
                ld.global.T %onePlusOfTensor, [%values+3*WIDTH];
                ld.global.T %factor, [%values+0*WIDTH];
                ld.global.T %factorOfAll, [%ofStep+2*WIDTH];
                mul.rn.T %factor, %factor, %factorOfAll;
                ld.global.T %factor_2, [%values+1*WIDTH];
                ld.global.T %factorOfAll_2, [%ofStep+3*WIDTH];
                mul.rn.T %factor_2, %factor_2, %factorOfAll_2;
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra LEFT_OUT;

                mov.u32 %index, %tid.x;
                mov.u32 %threads, %ntid.x;
            EACH_WEIGHT:
                setp.ge.u32 %isDone, %index, %count;
                @%isDone bra END;
                add.u32 %place, %start, %index;
                mad.wide.u32 %weightAt, %place, WIDTH0, %weightFirst;
                mad.wide.u32 %gradientAt, %place, WIDTH1, %gradientFirst;
                load.0 %weight, [%weightAt];
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;

                // nextWeight = weight - 0.01 * gradient * largest / onePlusOfTensor
                mul.rn.T %value, 0d3F847AE147AE147B, %gradient;
                mul.rn.T %value_2, %value, %largest;
                div.rn.T %value_3, %value_2, %onePlusOfTensor;
                sub.rn.T %nextWeight, %weight, %value_3;
                store.0 [%weightAt], %nextWeight;
                @%clearsGradients clear.1 [%gradientAt];
                add.u32 %index, %index, %threads;
                bra EACH_WEIGHT;
            END:
            LEFT_OUT:
                ret;
            }

            // Update, sweep 2. What follows from totals before, in double.
            .visible .entry Update_Scalars_0(.param .u64 rows, .param .u64 inputs, .param .u64 totals, .param .u64 values, .param .u32 count)
            {
                .reg .u64 %rows, %inputs, %totals, %values, %at, %totalsOfOptimizer, %statesOfTensor, %statesOfOptimizer;
                .reg .u32 %count, %tensor, %block, %threads, %row, %firstTotal, %firstOfOptimizer, %firstInput;
                .reg .pred %isNone, %is, %is_2, %is_3;
                .reg .f64 %ofAll, %largest, %ofTensor, %all, %sumOfSquaredGradient, %scalar, %ofAll_2, %onePlusOfAll,
                    %allOverOnePlusOfAll, %largest_2, %same, %sum, %halfTimesOfTensor, %sqrtSumOfSquaredGradient, %ofTensor_2,
                    %onePlusOfTensor;
                .reg .b64 %bits, %bits_2;
                .reg .T %largestRounded, %onePlusOfTensorRounded;

                ld.param.u64 %rows, [rows];
                cvta.to.global.u64 %rows, %rows;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %totals, [totals];
                cvta.to.global.u64 %totals, %totals;
                ld.param.u64 %values, [values];
                cvta.to.global.u64 %values, %values;
                ld.param.u32 %count, [count];

                // The tensor of this thread: its row of values, where its totals begin, those of the optimizer, and its inputs.
                mov.u32 %block, %ctaid.x;
                mov.u32 %threads, %ntid.x;
                mov.u32 %tensor, %tid.x;
                mad.lo.u32 %tensor, %block, %threads, %tensor;
                setp.ge.u32 %isNone, %tensor, %count;
                @%isNone bra DONE;
                mad.wide.u32 %at, %tensor, 32, %rows;
                ld.global.v4.u32 {%row, %firstTotal, %firstOfOptimizer, %firstInput}, [%at];
                mad.wide.u32 %inputs, %firstInput, 8, %inputs;
                mad.wide.u32 %totalsOfOptimizer, %firstOfOptimizer, 8, %totals;
                mad.wide.u32 %totals, %firstTotal, 8, %totals;
                mad.wide.u32 %values, %row, 4*WIDTH, %values;
                ld.global.u64 %statesOfTensor, [%at+16];
                cvta.to.global.u64 %statesOfTensor, %statesOfTensor;
                ld.global.u64 %statesOfOptimizer, [%at+24];
                cvta.to.global.u64 %statesOfOptimizer, %statesOfOptimizer;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofAll, [%statesOfOptimizer+0];
                ld.global.f64 %largest, [%statesOfOptimizer+8];
                ld.global.f64 %ofTensor, [%statesOfTensor+0];
                ld.global.f64 %all, [%totalsOfOptimizer+0];
                ld.global.f64 %sumOfSquaredGradient, [%totals+8];
                mul.rn.f64 %scalar, 0D3FECCCCCCCCCCCCD, %ofAll;

                // ofAll = 0.9 * ofAll + all
                add.rn.f64 %ofAll_2, %scalar, %all;
                add.rn.f64 %onePlusOfAll, 0D3FF0000000000000, %ofAll_2;
                div.rn.f64 %allOverOnePlusOfAll, %all, %onePlusOfAll;

                // largest = System.Math.Max(largest, all / (1.0 + ofAll))
                setp.gt.f64 %is, %largest, %allOverOnePlusOfAll;
                setp.eq.f64 %is_2, %largest, %allOverOnePlusOfAll;
                setp.nan.f64 %is_3, %largest, %allOverOnePlusOfAll;
                mov.b64 %bits, %largest;
                mov.b64 %bits_2, %allOverOnePlusOfAll;
                and.b64 %bits, %bits, %bits_2;
                mov.b64 %same, %bits;
                add.rn.f64 %sum, %largest, %allOverOnePlusOfAll;
                selp.f64 %largest_2, %largest, %allOverOnePlusOfAll, %is;
                selp.f64 %largest_2, %same, %largest_2, %is_2;
                selp.f64 %largest_2, %sum, %largest_2, %is_3;
                cvt.rn.T.f64 %largestRounded, %largest_2;
                st.global.T [%values+2*WIDTH], %largestRounded;
                mul.rn.f64 %halfTimesOfTensor, 0D3FE0000000000000, %ofTensor;
                sqrt.rn.f64 %sqrtSumOfSquaredGradient, %sumOfSquaredGradient;

                // ofTensor = 0.5 * ofTensor + System.Math.Sqrt(sumOfSquaredGradient)
                add.rn.f64 %ofTensor_2, %halfTimesOfTensor, %sqrtSumOfSquaredGradient;

                // onePlusOfTensor = 1.0 + ofTensor
                add.rn.f64 %onePlusOfTensor, 0D3FF0000000000000, %ofTensor_2;
                cvt.rn.T.f64 %onePlusOfTensorRounded, %onePlusOfTensor;
                st.global.T [%values+3*WIDTH], %onePlusOfTensorRounded;
            DONE:
                ret;
            }

            // Update, behind all sweeps. The next values of the states of each tensor.
            .visible .entry Update_EachTensor_0(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)
            {
                .reg .u64 %pieces, %tensors, %inputs, %ofStep, %at, %totalsOfTensor, %totalsOfOptimizer, %totals, %values,
                    %statesOfTensor;
                .reg .u32 %block, %tensor, %first, %count, %tensors_2, %tensor_2, %leavesOut;
                .reg .pred %isLeftOut, %isNone;
                .reg .f64 %ofTensor, %sumOfSquaredGradient, %halfTimesOfTensor, %sqrtSumOfSquaredGradient, %ofTensor_2;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;

                // The tensor of this block, which one thread computes.
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %first, %count, %tensors_2}, [%at];
                ld.global.u32 %leavesOut, [%ofStep];
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra DONE;
                mov.u32 %tensor_2, %tid.x;
                setp.ge.u32 %isNone, %tensor_2, %count;
                @%isNone bra DONE;
                add.u32 %tensor_2, %tensor_2, %first;
                mad.wide.u32 %at, %tensor, 56, %tensors;
                ld.global.u64 %totalsOfTensor, [%at+8];
                cvta.to.global.u64 %totalsOfTensor, %totalsOfTensor;
                ld.global.u64 %statesOfTensor, [%at+40];
                cvta.to.global.u64 %statesOfTensor, %statesOfTensor;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofTensor, [%statesOfTensor+0];
                ld.global.f64 %sumOfSquaredGradient, [%totalsOfTensor+8];
                mul.rn.f64 %halfTimesOfTensor, 0D3FE0000000000000, %ofTensor;
                sqrt.rn.f64 %sqrtSumOfSquaredGradient, %sumOfSquaredGradient;

                // ofTensor = 0.5 * ofTensor + System.Math.Sqrt(sumOfSquaredGradient)
                add.rn.f64 %ofTensor_2, %halfTimesOfTensor, %sqrtSumOfSquaredGradient;
                st.global.f64 [%statesOfTensor+0], %ofTensor_2;
            DONE:
                ret;
            }

            // Update, behind all sweeps. The next values of the states of each optimizer.
            .visible .entry Update_EachOptimizer_1(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)
            {
                .reg .u64 %pieces, %tensors, %inputs, %ofStep, %at, %totalsOfTensor, %totalsOfOptimizer, %totals, %values,
                    %statesOfOptimizer;
                .reg .u32 %block, %tensor, %first, %count, %optimizers, %optimizer, %leavesOut;
                .reg .pred %isLeftOut, %isNone, %is, %is_2, %is_3;
                .reg .f64 %ofAll, %largest, %all, %scalar, %ofAll_2, %onePlusOfAll, %allOverOnePlusOfAll, %largest_2, %same, %sum;
                .reg .b64 %bits, %bits_2;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;

                // The optimizer of this block, which one thread computes.
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %first, %count, %optimizers}, [%at];
                ld.global.u32 %leavesOut, [%ofStep];
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra DONE;
                mov.u32 %optimizer, %tid.x;
                setp.ge.u32 %isNone, %optimizer, %count;
                @%isNone bra DONE;
                add.u32 %optimizer, %optimizer, %first;
                mad.wide.u32 %at, %tensor, 56, %tensors;
                ld.global.u64 %totalsOfOptimizer, [%at+16];
                cvta.to.global.u64 %totalsOfOptimizer, %totalsOfOptimizer;
                ld.global.u64 %statesOfOptimizer, [%at+48];
                cvta.to.global.u64 %statesOfOptimizer, %statesOfOptimizer;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofAll, [%statesOfOptimizer+0];
                ld.global.f64 %largest, [%statesOfOptimizer+8];
                ld.global.f64 %all, [%totalsOfOptimizer+0];
                mul.rn.f64 %scalar, 0D3FECCCCCCCCCCCCD, %ofAll;

                // ofAll = 0.9 * ofAll + all
                add.rn.f64 %ofAll_2, %scalar, %all;
                add.rn.f64 %onePlusOfAll, 0D3FF0000000000000, %ofAll_2;
                div.rn.f64 %allOverOnePlusOfAll, %all, %onePlusOfAll;

                // largest = System.Math.Max(largest, all / (1.0 + ofAll))
                setp.gt.f64 %is, %largest, %allOverOnePlusOfAll;
                setp.eq.f64 %is_2, %largest, %allOverOnePlusOfAll;
                setp.nan.f64 %is_3, %largest, %allOverOnePlusOfAll;
                mov.b64 %bits, %largest;
                mov.b64 %bits_2, %allOverOnePlusOfAll;
                and.b64 %bits, %bits, %bits_2;
                mov.b64 %same, %bits;
                add.rn.f64 %sum, %largest, %allOverOnePlusOfAll;
                selp.f64 %largest_2, %largest, %allOverOnePlusOfAll, %is;
                selp.f64 %largest_2, %same, %largest_2, %is_2;
                selp.f64 %largest_2, %sum, %largest_2, %is_3;
                st.global.f64 [%statesOfOptimizer+0], %ofAll_2;
                st.global.f64 [%statesOfOptimizer+8], %largest_2;
            DONE:
                ret;
            }
            """u8;

        /// <inheritdoc/>
        public override int CountCudaValues(global::Descent.CompilerServices.RuleMethod method) => 4;

        /// <inheritdoc/>
        public override int GetCudaValues(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> values)
        {
            var loop = -1;
            var typed = (global::RuleState)state;
            ref readonly var prepared = ref rule._updateValues;
            rule.CudaValuesOfUpdate(typed, in prepared, sweep, values);
            loop = sweep switch { 0 => 0, 1 => 1, _ => -1 };
            return loop;
        }

        /// <inheritdoc/>
        public override int CountCudaTotals(global::Descent.CompilerServices.RuleMethod method, int loop) => (method, loop) switch
        {
            (global::Descent.CompilerServices.RuleMethod.Update, 0) => 2,
            _ => 0,
        };

        /// <inheritdoc/>
        public override global::Descent.CompilerServices.DeviceTotal GetCudaTotal(global::Descent.CompilerServices.RuleMethod method, int loop, int index) => (method, loop, index) switch
        {
            (global::Descent.CompilerServices.RuleMethod.Update, 0, 0) => new(0, global::Descent.CompilerServices.ReductionKind.Sum),
            (global::Descent.CompilerServices.RuleMethod.Update, 0, 1) => new(1, global::Descent.CompilerServices.ReductionKind.Sum),
            _ => default,
        };

        /// <inheritdoc/>
        public override bool HasCudaScalars(global::Descent.CompilerServices.RuleMethod method) => true;

        /// <inheritdoc/>
        public override global::System.ReadOnlySpan<int> CudaStates => [0, 1, 2];

        /// <inheritdoc/>
        public override int CountCudaInputs(global::Descent.CompilerServices.RuleMethod method) => 0;

        /// <inheritdoc/>
        public override int GetCudaScalars(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> inputs)
        {
            var scalars = -1;
            scalars = sweep switch { 1 => 0, _ => -1 };
            return scalars;
        }

        /// <inheritdoc/>
        public override int GetCudaLines(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, int part, global::Descent.Per per)
        {
            var lines = -1;
            lines = (sweep, part, per) switch
            {
                (-1, -1, global::Descent.Per.Tensor) => 0,
                (-1, -1, global::Descent.Per.Optimizer) => 1,
                _ => -1,
            };
            return lines;
        }

        /// <inheritdoc/>
        