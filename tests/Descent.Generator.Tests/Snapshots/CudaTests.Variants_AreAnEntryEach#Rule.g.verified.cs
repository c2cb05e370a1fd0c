CudaText =>
            """
            // Rule for GPUs. Products and sums may be rounded once.
            // .T is the type of the weights, .B its bits, WIDTH its bytes; 0d begins the bits of a number in double, which is rounded once.
            // load, store and clear take a value as it is stored, and have its bytes behind WIDTH: 0 weight, 1 gradient, 2 gr??e.

            // Update where Nesterov.
            .visible .entry Update_0(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep)
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %unused, %row, %leavesOut, %index, %threads;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %at, %weightFirst, %gradientFirst,
                    %gruf6udfeFirst, %weightAt, %gradientAt, %gruf6udfeAt;
                .reg .pred %clearsGradients, %isLeftOut, %isDone;
                .reg .T %ntidx_, %minusRate, %factor, %factorOfAll, %factor_2, %factorOfAll_2, %weight, %gradient, %gruf6udfe,
                    %nextGruf6udfe, %value, %nextWeight;

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
                mul.wide.u32 %at, %tensor, 48;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %weightFirst, [%at+24];
                cvta.to.global.u64 %weightFirst, %weightFirst;
                ld.global.u64 %gradientFirst, [%at+32];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                ld.global.u64 %gruf6udfeFirst, [%at+40];
                cvta.to.global.u64 %gruf6udfeFirst, %gruf6udfeFirst;
                mad.wide.u32 %values, %row, 4*WIDTH, %values;

                ld.global.u32 %leavesOut, [%ofStep];
                // What is the same for all weights, rounded once.
                ld.global.T %ntidx_, [%values+2*WIDTH];
                ld.global.T %minusRate, [%values+3*WIDTH];
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
                mad.wide.u32 %gruf6udfeAt, %place, WIDTH2, %gruf6udfeFirst;
                load.0 %weight, [%weightAt];
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;
                load.2 %gruf6udfe, [%gruf6udfeAt];

                // nextGr??e = MultiplyAdd(ntidx, gruf6udfe, gradient)
                fma.rn.T %nextGruf6udfe, %ntidx_, %gruf6udfe, %gradient;

                // nextWeight = MultiplyAdd(minusRate, MultiplyAdd(ntidx, nextGruf6udfe, gradient), weight)
                fma.rn.T %value, %ntidx_, %nextGruf6udfe, %gradient;
                fma.rn.T %nextWeight, %minusRate, %value, %weight;
                store.0 [%weightAt], %nextWeight;
                store.2 [%gruf6udfeAt], %nextGruf6udfe;
                @%clearsGradients clear.1 [%gradientAt];
                add.u32 %index, %index, %threads;
                bra EACH_WEIGHT;
            END:
            LEFT_OUT:
                ret;
            }

            // Update where not Nesterov.
            .visible .entry Update_1(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep)
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %unused, %row, %leavesOut, %index, %threads;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %at, %weightFirst, %gradientFirst,
                    %gruf6udfeFirst, %weightAt, %gradientAt, %gruf6udfeAt;
                .reg .pred %clearsGradients, %isLeftOut, %isDone;
                .reg .T %ntidx_, %minusRate, %factor, %factorOfAll, %factor_2, %factorOfAll_2, %weight, %gradient, %gruf6udfe,
                    %nextGruf6udfe, %nextWeight;

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
                mul.wide.u32 %at, %tensor, 48;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %weightFirst, [%at+24];
                cvta.to.global.u64 %weightFirst, %weightFirst;
                ld.global.u64 %gradientFirst, [%at+32];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                ld.global.u64 %gruf6udfeFirst, [%at+40];
                cvta.to.global.u64 %gruf6udfeFirst, %gruf6udfeFirst;
                mad.wide.u32 %values, %row, 4*WIDTH, %values;

                ld.global.u32 %leavesOut, [%ofStep];
                // What is the same for all weights, rounded once.
                ld.global.T %ntidx_, [%values+2*WIDTH];
                ld.global.T %minusRate, [%values+3*WIDTH];
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
                mad.wide.u32 %gruf6udfeAt, %place, WIDTH2, %gruf6udfeFirst;
                load.0 %weight, [%weightAt];
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;
                load.2 %gruf6udfe, [%gruf6udfeAt];

                // nextGr??e = MultiplyAdd(ntidx, gruf6udfe, gradient)
                fma.rn.T %nextGruf6udfe, %ntidx_, %gruf6udfe, %gradient;

                // nextWeight = MultiplyAdd(minusRate, nextGruf6udfe, weight)
                fma.rn.T %nextWeight, %minusRate, %nextGruf6udfe, %weight;
                store.0 [%weightAt], %nextWeight;
                store.2 [%gruf6udfeAt], %nextGruf6udfe;
                @%clearsGradients clear.1 [%gradientAt];
                add.u32 %index, %index, %threads;
                bra EACH_WEIGHT;
            END:
            LEFT_OUT:
                ret;
            }
            """u8;

        /// <inheritdoc/>
        public override int CountCudaValues(global::Descent.CompilerServices.RuleMethod method) => 4;

        /// <inheritdoc/>
        public override int GetCudaValues(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> values)
        {
            var loop = -1;
            ref readonly var prepared = ref rule._updateValues;
            values[2] = prepared.Ntidx;
            values[3] = prepared.MinusRate;
            loop = (prepared.Variant, sweep) switch { (0, 0) => 0, (1, 0) => 1, _ => -1 };
            return loop;
        }

        /// <inheritdoc/>
        