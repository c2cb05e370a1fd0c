CudaText =>
            """
            // Rule for GPUs. Every operation is one instruction, rounded to the nearest; no contraction, subnormal numbers kept.
            // .T is the type of the weights, .B its bits, WIDTH its bytes; 0d begins the bits of a number in double, which is rounded once.
            // load, store and clear take a value as it is stored, and have its bytes behind WIDTH: 0 weight, 1 gradient.

            // Update.
            .visible .entry Update_0(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep)
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %unused, %row, %leavesOut, %index, %threads;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %at, %weightFirst, %gradientFirst, %weightAt,
                    %gradientAt;
                .reg .pred %clearsGradients, %isLeftOut, %isDone;
                .reg .T %rateTimesExpMinusRateTimesT, %factor, %factorOfAll, %factor_2, %factorOfAll_2, %weight, %gradient, %value,
                    %value_2, %absGradient, %minusAbsGradient, %expMinusAbsGradient, %value_3, %gradientModTwo, %value_4, %nextWeight;

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
                mad.wide.u32 %values, %row, 3*WIDTH, %values;

                ld.global.u32 %leavesOut, [%ofStep];
                // What is the same for all weights, rounded once.
                ld.global.T %rateTimesExpMinusRateTimesT, [%values+2*WIDTH];
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

                // nextWeight = weight - rateTimesExpMinusRateTimesT * Atan2(gradient, 1.0) * Exp(-Abs(gradient)) * Remainder(gradient, 2.0)
                call (%value), Atan2, (%gradient, 0d3FF0000000000000);
                mul.rn.T %value_2, %rateTimesExpMinusRateTimesT, %value;
                abs.T %absGradient, %gradient;
                neg.T %minusAbsGradient, %absGradient;
                call (%expMinusAbsGradient), Exp, (%minusAbsGradient);
                mul.rn.T %value_3, %value_2, %expMinusAbsGradient;
                call (%gradientModTwo), Remainder, (%gradient, 0d4000000000000000);
                mul.rn.T %value_4, %value_3, %gradientModTwo;
                sub.rn.T %nextWeight, %weight, %value_4;
                store.0 [%weightAt], %nextWeight;
                @%clearsGradients clear.1 [%gradientAt];
                add.u32 %index, %index, %threads;
                bra EACH_WEIGHT;
            END:
            LEFT_OUT:
                ret;
            }
            """u8;

        /// <inheritdoc/>
        public override string CudaFunctions => "Atan2, Exp, Remainder";

        /// <inheritdoc/>
        public override int CountCudaValues(global::Descent.CompilerServices.RuleMethod method) => 3;

        /// <inheritdoc/>
        public override int GetCudaValues(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> values)
        {
            var loop = -1;
            ref readonly var prepared = ref rule._updateValues;
            values[2] = prepared.RateTimesExpMinusRateTimesT;
            loop = sweep switch { 0 => 0, _ => -1 };
            return loop;
        }

        /// <inheritdoc/>
        