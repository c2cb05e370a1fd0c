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
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %at, %weightFirst, %gradientFirst, %weightAt,
                    %gradientAt, %at_2;
                .reg .pred %clearsGradients, %isLeftOut, %isDone, %is, %is_2, %is_3, %isNotFirst, %is_4, %is_5, %is_6, %is_7, %is_8,
                    %is_9, %is_10, %is_11, %is_12, %is_13, %is_14, %is_15, %is_16, %is_17, %is_18, %is_19, %is_20, %is_21;
                .reg .T %factor, %factorOfAll, %factor_2, %factorOfAll_2, %weight, %gradient, %squaredGradient, %absWeight;
                .reg .f64 %total, %total_2, %term, %term_2, %extremum, %same, %sum, %other, %extremum_2, %same_2, %sum_2, %extremum_3,
                    %same_3, %sum_3, %extremum_4, %same_4, %sum_4, %extremum_5, %same_5, %sum_5, %extremum_6, %same_6, %sum_6,
                    %extremum_7, %same_7, %sum_7;
                .reg .b64 %bits, %bits_2, %bits_3, %bits_4, %bits_5, %bits_6, %bits_7, %bits_8, %bits_9, %bits_10, %bits_11, %bits_12,
                    %bits_13, %bits_14;
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
                ld.global.u64 %weightFirst, [%at+24];
                cvta.to.global.u64 %weightFirst, %weightFirst;
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
                mov.f64 %total_2, 0DFFF0000000000000;
            EACH_WEIGHT:
                setp.ge.u32 %isDone, %index, %end;
                @%isDone bra END;
                add.u32 %place, %start, %index;
                mad.wide.u32 %weightAt, %place, WIDTH0, %weightFirst;
                mad.wide.u32 %gradientAt, %place, WIDTH1, %gradientFirst;
                load.0 %weight, [%weightAt];
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;
                mul.rn.T %squaredGradient, %gradient, %gradient;
                cvt.f64.T %term, %squaredGradient;
                add.rn.f64 %total, %total, %term;
                abs.T %absWeight, %weight;
                cvt.f64.T %term_2, %absWeight;
                setp.gt.f64 %is, %total_2, %term_2;
                setp.eq.f64 %is_2, %total_2, %term_2;
                setp.nan.f64 %is_3, %total_2, %term_2;
                mov.b64 %bits, %total_2;
                mov.b64 %bits_2, %term_2;
                and.b64 %bits, %bits, %bits_2;
                mov.b64 %same, %bits;
                add.rn.f64 %sum, %total_2, %term_2;
                selp.f64 %extremum, %total_2, %term_2, %is;
                selp.f64 %extremum, %same, %extremum, %is_2;
                selp.f64 %extremum, %sum, %extremum, %is_3;
                mov.f64 %total_2, %extremum;
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
                setp.gt.f64 %is_4, %total_2, %other;
                setp.eq.f64 %is_5, %total_2, %other;
                setp.nan.f64 %is_6, %total_2, %other;
                mov.b64 %bits_3, %total_2;
                mov.b64 %bits_4, %other;
                and.b64 %bits_3, %bits_3, %bits_4;
                mov.b64 %same_2, %bits_3;
                add.rn.f64 %sum_2, %total_2, %other;
                selp.f64 %extremum_2, %total_2, %other, %is_4;
                selp.f64 %extremum_2, %same_2, %extremum_2, %is_5;
                selp.f64 %extremum_2, %sum_2, %extremum_2, %is_6;
                mov.f64 %total_2, %extremum_2;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 16, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 16, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_7, %total_2, %other;
                setp.eq.f64 %is_8, %total_2, %other;
                setp.nan.f64 %is_9, %total_2, %other;
                mov.b64 %bits_5, %total_2;
                mov.b64 %bits_6, %other;
                and.b64 %bits_5, %bits_5, %bits_6;
                mov.b64 %same_3, %bits_5;
                add.rn.f64 %sum_3, %total_2, %other;
                selp.f64 %extremum_3, %total_2, %other, %is_7;
                selp.f64 %extremum_3, %same_3, %extremum_3, %is_8;
                selp.f64 %extremum_3, %sum_3, %extremum_3, %is_9;
                mov.f64 %total_2, %extremum_3;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 4, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 4, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_10, %total_2, %other;
                setp.eq.f64 %is_11, %total_2, %other;
                setp.nan.f64 %is_12, %total_2, %other;
                mov.b64 %bits_7, %total_2;
                mov.b64 %bits_8, %other;
                and.b64 %bits_7, %bits_7, %bits_8;
                mov.b64 %same_4, %bits_7;
                add.rn.f64 %sum_4, %total_2, %other;
                selp.f64 %extremum_4, %total_2, %other, %is_10;
                selp.f64 %extremum_4, %same_4, %extremum_4, %is_11;
                selp.f64 %extremum_4, %sum_4, %extremum_4, %is_12;
                mov.f64 %total_2, %extremum_4;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 1, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 1, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_13, %total_2, %other;
                setp.eq.f64 %is_14, %total_2, %other;
                setp.nan.f64 %is_15, %total_2, %other;
                mov.b64 %bits_9, %total_2;
                mov.b64 %bits_10, %other;
                and.b64 %bits_9, %bits_9, %bits_10;
                mov.b64 %same_5, %bits_9;
                add.rn.f64 %sum_5, %total_2, %other;
                selp.f64 %extremum_5, %total_2, %other, %is_13;
                selp.f64 %extremum_5, %same_5, %extremum_5, %is_14;
                selp.f64 %extremum_5, %sum_5, %extremum_5, %is_15;
                mov.f64 %total_2, %extremum_5;
                mov.b64 {%low, %high}, %total_2;
                shfl.sync.bfly.b32 %low, %low, 2, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 2, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_16, %total_2, %other;
                setp.eq.f64 %is_17, %total_2, %other;
                setp.nan.f64 %is_18, %total_2, %other;
                mov.b64 %bits_11, %total_2;
                mov.b64 %bits_12, %other;
                and.b64 %bits_11, %bits_11, %bits_12;
                mov.b64 %same_6, %bits_11;
                add.rn.f64 %sum_6, %total_2, %other;
                selp.f64 %extremum_6, %total_2, %other, %is_16;
                selp.f64 %extremum_6, %same_6, %extremum_6, %is_17;
                selp.f64 %extremum_6, %sum_6, %extremum_6, %is_18;
                mov.f64 %total_2, %extremum_6;

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
                mov.f64 %total_2, 0DFFF0000000000000;
                mov.u32 %slot, blocks;
                add.u32 %low, %slot, 256;
            EACH_BLOCK:
                ld.shared.f64 %other, [%slot+0];
                add.rn.f64 %total, %total, %other;
                ld.shared.f64 %other, [%slot+8];
                setp.gt.f64 %is_19, %total_2, %other;
                setp.eq.f64 %is_20, %total_2, %other;
                setp.nan.f64 %is_21, %total_2, %other;
                mov.b64 %bits_13, %total_2;
                mov.b64 %bits_14, %other;
                and.b64 %bits_13, %bits_13, %bits_14;
                mov.b64 %same_7, %bits_13;
                add.rn.f64 %sum_7, %total_2, %other;
                selp.f64 %extremum_7, %total_2, %other, %is_19;
                selp.f64 %extremum_7, %same_7, %extremum_7, %is_20;
                selp.f64 %extremum_7, %sum_7, %extremum_7, %is_21;
                mov.f64 %total_2, %extremum_7;
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
                .reg .T %gradientFactor, %scalar, %factor, %factorOfAll, %factor_2, %factorOfAll_2, %weight, %gradient, %value,
                    %value_2, %nextWeight;

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
                ld.global.T %gradientFactor, [%values+2*WIDTH];
                ld.global.T %scalar, [%values+3*WIDTH];
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

                // nextWeight = weight - gradientFactor * gradient / scalar
                mul.rn.T %value, %gradientFactor, %gradient;
                div.rn.T %value_2, %value, %scalar;
                sub.rn.T %nextWeight, %weight, %value_2;
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
                .reg .u64 %rows, %inputs, %totals, %values, %at, %totalsOfOptimizer;
                .reg .u32 %count, %tensor, %block, %threads, %row, %firstTotal, %firstOfOptimizer, %firstInput;
                .reg .pred %isNone;
                .reg .f64 %sumOfSquaredGradient, %largest, %gradientFactor, %norm, %scalar;
                .reg .T %gradientFactorRounded, %scalarRounded;

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

                // What is known before the step, and the totals.
                ld.global.f64 %sumOfSquaredGradient, [%totals+8];
                ld.global.f64 %largest, [%totalsOfOptimizer+0];

                // gradientFactor = 0.01 * largest
                mul.rn.f64 %gradientFactor, 0D3F847AE147AE147B, %largest;
                cvt.rn.T.f64 %gradientFactorRounded, %gradientFactor;
                st.global.T [%values+2*WIDTH], %gradientFactorRounded;

                // norm = System.Math.Sqrt(sumOfSquaredGradient)
                sqrt.rn.f64 %norm, %sumOfSquaredGradient;

                // scalar = norm + 1e-08
                add.rn.f64 %scalar, %norm, 0D3E45798EE2308C3A;
                cvt.rn.T.f64 %scalarRounded, %scalar;
                st.global.T [%values+3*WIDTH], %scalarRounded;
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
            (global::Descent.CompilerServices.RuleMethod.Update, 0, 0) => new(1, global::Descent.CompilerServices.ReductionKind.Sum),
            (global::Descent.CompilerServices.RuleMethod.Update, 0, 1) => new(0, global::Descent.CompilerServices.ReductionKind.Max),
            _ => default,
        };

        /// <inheritdoc/>
        public override bool HasCudaScalars(global::Descent.CompilerServices.RuleMethod method) => true;

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
        