CudaText =>
            """
            // Rule for GPUs. Every operation is one instruction, rounded to the nearest; no contraction, subnormal numbers kept.
            // .T is the type of the weights, .B its bits, WIDTH its bytes; 0d begins the bits of a number in double, which is rounded once.
            // load, store and clear take a value as it is stored, and have its bytes behind WIDTH: 0 weight, 1 gradient, 2 first, 3 second.

            // Update.
            .visible .entry Update_0(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep)
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %unused, %row, %leavesOut, %index, %threads;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %at, %weightFirst, %gradientFirst, %firstFirst,
                    %secondFirst, %weightAt, %gradientAt, %firstAt, %secondAt;
                .reg .pred %clearsGradients, %isLeftOut, %isDone, %is, %is_2, %is_3, %is_4, %is_5, %is_6, %is_7, %is_8, %is_9, %is_10,
                    %is_11, %is_12, %gradientAboveZero, %weightAboveZero, %gradientAboveZeroIsNotWeightAboveZero, %weightIsWeight,
                    %condition, %firstIsSecond, %condition_2, %gradientBelowOne, %weightBelowOne, %gradientBelowOneIsWeightBelowOne,
                    %condition_3;
                .reg .T %rate, %factor, %factorOfAll, %factor_2, %factorOfAll_2, %weight, %gradient, %first, %second, %minFirst, %same,
                    %sum, %minusGradient, %maxSecond, %same_2, %sum_2, %small, %value, %value_2, %value_3, %value_4, %value_5,
                    %value_6, %rounded, %value_7, %value_8, %value_9, %value_10, %signed, %absSigned, %sqrtAbsSigned, %nextFirst,
                    %signedOverRate, %nextSecond, %rateTimesSecond, %nextWeight;
                .reg .B %bits, %bits_2, %bits_3, %bits_4;

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
                mul.wide.u32 %at, %tensor, 56;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %weightFirst, [%at+24];
                cvta.to.global.u64 %weightFirst, %weightFirst;
                ld.global.u64 %gradientFirst, [%at+32];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                ld.global.u64 %firstFirst, [%at+40];
                cvta.to.global.u64 %firstFirst, %firstFirst;
                ld.global.u64 %secondFirst, [%at+48];
                cvta.to.global.u64 %secondFirst, %secondFirst;
                mad.wide.u32 %values, %row, 3*WIDTH, %values;

                ld.global.u32 %leavesOut, [%ofStep];
                // What is the same for all weights, rounded once.
                ld.global.T %rate, [%values+2*WIDTH];
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
                mad.wide.u32 %firstAt, %place, WIDTH2, %firstFirst;
                mad.wide.u32 %secondAt, %place, WIDTH3, %secondFirst;
                load.0 %weight, [%weightAt];
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;
                load.2 %first, [%firstAt];
                load.3 %second, [%secondAt];

                // small = Min(first, gradient) + Max(second, -gradient)
                setp.lt.T %is, %first, %gradient;
                setp.eq.T %is_2, %first, %gradient;
                setp.nan.T %is_3, %first, %gradient;
                mov.B %bits, %first;
                mov.B %bits_2, %gradient;
                or.B %bits, %bits, %bits_2;
                mov.B %same, %bits;
                add.rn.T %sum, %first, %gradient;
                selp.T %minFirst, %first, %gradient, %is;
                selp.T %minFirst, %same, %minFirst, %is_2;
                selp.T %minFirst, %sum, %minFirst, %is_3;
                neg.T %minusGradient, %gradient;
                setp.gt.T %is_4, %second, %minusGradient;
                setp.eq.T %is_5, %second, %minusGradient;
                setp.nan.T %is_6, %second, %minusGradient;
                mov.B %bits_3, %second;
                mov.B %bits_4, %minusGradient;
                and.B %bits_3, %bits_3, %bits_4;
                mov.B %same_2, %bits_3;
                add.rn.T %sum_2, %second, %minusGradient;
                selp.T %maxSecond, %second, %minusGradient, %is_4;
                selp.T %maxSecond, %same_2, %maxSecond, %is_5;
                selp.T %maxSecond, %sum_2, %maxSecond, %is_6;
                add.rn.T %small, %minFirst, %maxSecond;

                // rounded = Floor(small) + Ceiling(gradient) + Round(first) + Truncate(second)
                cvt.rmi.T.T %value, %small;
                cvt.rpi.T.T %value_2, %gradient;
                add.rn.T %value_3, %value, %value_2;
                cvt.rni.T.T %value_4, %first;
                add.rn.T %value_5, %value_3, %value_4;
                cvt.rzi.T.T %value_6, %second;
                add.rn.T %rounded, %value_5, %value_6;

                // signed = CopySign(rounded, gradient) * Sign(weight) - Clamp(weight, -1.0, rate)
                copysign.T %value_7, %gradient, %rounded;
                setp.gt.T %is_7, %weight, 0d0000000000000000;
                setp.lt.T %is_8, %weight, 0d0000000000000000;
                setp.nan.T %is_9, %weight, %weight;
                selp.T %value_8, 0d3FF0000000000000, 0d0000000000000000, %is_7;
                selp.T %value_8, 0dBFF0000000000000, %value_8, %is_8;
                selp.T %value_8, %weight, %value_8, %is_9;
                mul.rn.T %value_9, %value_7, %value_8;
                setp.lt.T %is_10, %weight, 0dBFF0000000000000;
                setp.gt.T %is_11, %weight, %rate;
                setp.gt.T %is_12, 0dBFF0000000000000, %rate;
                selp.T %value_10, %rate, %weight, %is_11;
                selp.T %value_10, 0dBFF0000000000000, %value_10, %is_10;
                selp.T %value_10, 0dFFF8000000000000, %value_10, %is_12;
                sub.rn.T %signed, %value_9, %value_10;

                // nextFirst = FusedMultiplyAdd(first, rate, Sqrt(Abs(signed)))
                abs.T %absSigned, %signed;
                sqrt.rn.T %sqrtAbsSigned, %absSigned;
                fma.rn.T %nextFirst, %first, %rate, %sqrtAbsSigned;

                // nextSecond = Select((gradient > 0.0 != weight > 0.0) & !IsNaN(weight) | (nextFirst == second) | (gradient < 1.0 == weight < 1.0), signed / rate, nextFirst)
                setp.gt.T %gradientAboveZero, %gradient, 0d0000000000000000;
                setp.gt.T %weightAboveZero, %weight, 0d0000000000000000;
                xor.pred %gradientAboveZeroIsNotWeightAboveZero, %gradientAboveZero, %weightAboveZero;
                setp.num.T %weightIsWeight, %weight, %weight;
                and.pred %condition, %gradientAboveZeroIsNotWeightAboveZero, %weightIsWeight;
                setp.eq.T %firstIsSecond, %nextFirst, %second;
                or.pred %condition_2, %condition, %firstIsSecond;
                setp.lt.T %gradientBelowOne, %gradient, 0d3FF0000000000000;
                setp.lt.T %weightBelowOne, %weight, 0d3FF0000000000000;
                xor.pred %gradientBelowOneIsWeightBelowOne, %gradientBelowOne, %weightBelowOne;
                not.pred %gradientBelowOneIsWeightBelowOne, %gradientBelowOneIsWeightBelowOne;
                or.pred %condition_3, %condition_2, %gradientBelowOneIsWeightBelowOne;
                div.rn.T %signedOverRate, %signed, %rate;
                selp.T %nextSecond, %signedOverRate, %nextFirst, %condition_3;

                // nextWeight = weight - rate * nextSecond
                mul.rn.T %rateTimesSecond, %rate, %nextSecond;
                sub.rn.T %nextWeight, %weight, %rateTimesSecond;
                store.0 [%weightAt], %nextWeight;
                store.2 [%firstAt], %nextFirst;
                store.3 [%secondAt], %nextSecond;
                @%clearsGradients clear.1 [%gradientAt];
                add.u32 %index, %index, %threads;
                bra EACH_WEIGHT;
            END:
            LEFT_OUT:
                ret;
            }
            """u8;

        /// <inheritdoc/>
        public override int CountCudaValues(global::Descent.CompilerServices.RuleMethod method) => 3;

        /// <inheritdoc/>
        public override int GetCudaValues(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> values)
        {
            var loop = -1;
            ref readonly var prepared = ref rule._updateValues;
            values[2] = prepared.Rate;
            loop = sweep switch { 0 => 0, _ => -1 };
            return loop;
        }

        /// <inheritdoc/>
        