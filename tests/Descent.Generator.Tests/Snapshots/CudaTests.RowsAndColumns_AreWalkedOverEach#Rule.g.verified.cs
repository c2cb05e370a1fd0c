CudaText =>
            """
            // Rule for GPUs. Every operation is one instruction, rounded to the nearest; no contraction, subnormal numbers kept.
            // .T is the type of the weights, .B its bits, WIDTH its bytes; 0d begins the bits of a number in double, which is rounded once.
            // load, store and clear take a value as it is stored, and have its bytes behind WIDTH: 0 weight, 1 gradient.

            // Update, sweep 1, loop 1 over each row. The totals of columns.
            .visible .entry Update_0_Columns(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep) .maxntid 512, 1, 1
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %columns, %rows, %rowsOfBand, %matrixRow, %column,
                    %firstTotal, %row, %unused, %leavesOut, %index, %threads, %end, %slot;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %rowValues, %columnValues, %at, %gradientFirst,
                    %gradientAt, %at_2;
                .reg .pred %clearsGradients, %isLeftOut, %isDone, %isOut, %isOut_2;
                .reg .T %factor, %factorOfAll, %factor_2, %factorOfAll_2, %gradient, %squaredGradient;
                .reg .f64 %total, %term;

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
                ld.global.v4.u32 {%tensor, %start, %count, %firstTotal}, [%at];
                mul.wide.u32 %at, %tensor, 72;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %gradientFirst, [%at+64];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                ld.global.v2.u32 {%columns, %rows}, [%at+24];
                ld.global.v2.u32 {%rowsOfBand, %unused}, [%at+32];
                ld.global.u64 %rowValues, [%at+40];
                cvta.to.global.u64 %rowValues, %rowValues;
                ld.global.u64 %columnValues, [%at+48];
                cvta.to.global.u64 %columnValues, %columnValues;
                mad.wide.u32 %values, %row, 3*WIDTH, %values;

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

                // A thread has a column, and goes down the rows of a band.
                mov.u32 %index, %tid.x;
                mov.u32 %threads, %columns;
                div.u32 %matrixRow, %start, %columns;
                mul.lo.u32 %column, %matrixRow, %columns;
                sub.u32 %column, %start, %column;
                add.u32 %column, %column, %index;
                sub.u32 %end, %rows, %matrixRow;
                min.u32 %end, %end, %rowsOfBand;
                mul.lo.u32 %end, %end, %columns;
                setp.ge.u32 %isOut, %index, %count;
                selp.u32 %end, 0, %end, %isOut;
                mov.f64 %total, 0D0000000000000000;

            EACH_WEIGHT:
                setp.ge.u32 %isDone, %index, %end;
                @%isDone bra END;
                add.u32 %place, %start, %index;
                mad.wide.u32 %gradientAt, %place, WIDTH1, %gradientFirst;
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;
                mul.rn.T %squaredGradient, %gradient, %gradient;
                cvt.f64.T %term, %squaredGradient;
                add.rn.f64 %total, %total, %term;
                add.u32 %index, %index, %threads;
                bra EACH_WEIGHT;
            END:
                mov.u32 %slot, %tid.x;
                setp.ge.u32 %isOut_2, %slot, %count;
                @%isOut_2 bra DONE;
                add.u32 %slot, %slot, %firstTotal;
                mul.wide.u32 %at_2, %slot, 8;
                add.u64 %at_2, %totals, %at_2;
                st.global.f64 [%at_2+0], %total;
            DONE:
            LEFT_OUT:
                ret;
            }

            // Update, sweep 1, loop 1 over each row.
            .visible .entry Update_0(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep) .maxntid 512, 1, 1
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %columns, %rows, %rowsOfBand, %matrixRow, %column,
                    %firstTotal, %row, %unused, %leavesOut, %lane, %warp, %width, %blocksOfRow, %index, %threads, %line, %first, %end,
                    %last, %low, %high, %slot, %line_2;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %rowValues, %columnValues, %at, %gradientFirst,
                    %ofColumnFirst, %gradientAt, %ofColumnAt, %at_2;
                .reg .pred %clearsGradients, %isLeftOut, %isDone, %is, %is_2, %is_3, %is_4, %is_5, %is_6, %isNone, %is_7, %is_8, %is_9,
                    %is_10, %is_11, %is_12, %is_13, %is_14, %is_15, %is_16, %is_17, %is_18, %is_19, %is_20, %is_21, %is_22, %is_23,
                    %is_24;
                .reg .T %factor, %factorOfAll, %factor_2, %factorOfAll_2, %ofRow, %ofColumn, %gradient, %least, %same, %sum,
                    %absGradient, %leastPlusAbsGradient;
                .reg .f64 %total, %term, %extremum, %same_2, %sum_2, %other, %extremum_2, %same_3, %sum_3, %extremum_3, %same_4,
                    %sum_4, %extremum_4, %same_5, %sum_5, %extremum_5, %same_6, %sum_6, %extremum_6, %same_7, %sum_7, %extremum_7,
                    %same_8, %sum_8;
                .reg .B %bits, %bits_2;
                .reg .b64 %bits_3, %bits_4, %bits_5, %bits_6, %bits_7, %bits_8, %bits_9, %bits_10, %bits_11, %bits_12, %bits_13,
                    %bits_14, %bits_15, %bits_16;
                .shared .align 8 .b64 blocks[16];

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
                ld.global.v4.u32 {%tensor, %start, %count, %firstTotal}, [%at];
                mul.wide.u32 %at, %tensor, 72;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %gradientFirst, [%at+64];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                ld.global.v2.u32 {%columns, %rows}, [%at+24];
                ld.global.v2.u32 {%rowsOfBand, %unused}, [%at+32];
                ld.global.u64 %rowValues, [%at+40];
                cvta.to.global.u64 %rowValues, %rowValues;
                ld.global.u64 %columnValues, [%at+48];
                cvta.to.global.u64 %columnValues, %columnValues;
                mad.wide.u32 %values, %row, 3*WIDTH, %values;

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

                // A warp has a block of a row, a thread every 32nd weight of it.
                mov.u32 %index, %tid.x;
                and.b32 %lane, %index, 31;
                shr.u32 %warp, %index, 5;
                min.u32 %width, %columns, %count;
                add.u32 %blocksOfRow, %width, 511;
                shr.u32 %blocksOfRow, %blocksOfRow, 9;
                div.u32 %line, %warp, %blocksOfRow;
                mul.lo.u32 %first, %line, %blocksOfRow;
                sub.u32 %first, %warp, %first;
                mul.lo.u32 %first, %first, 512;
                add.u32 %end, %first, 512;
                min.u32 %end, %end, %width;
                add.u32 %first, %first, %lane;
                mad.lo.u32 %index, %line, %width, %first;
                mad.lo.u32 %end, %line, %width, %end;
                min.u32 %end, %end, %count;
                mov.u32 %threads, 32;

                // Its row and its first column; there may be fewer rows than warps.
                div.u32 %matrixRow, %start, %columns;
                mul.lo.u32 %last, %matrixRow, %columns;
                sub.u32 %column, %start, %last;
                add.u32 %column, %column, %first;
                add.u32 %matrixRow, %matrixRow, %line;
                sub.u32 %last, %rows, 1;
                min.u32 %matrixRow, %matrixRow, %last;
                mov.f64 %total, 0DFFF0000000000000;

                // What is the same for all weights of the row.
                mad.wide.u32 %rowValues, %matrixRow, 1*WIDTH, %rowValues;
                mad.wide.u32 %ofColumnFirst, %columns, 0*WIDTH, %columnValues;
                ld.global.T %ofRow, [%rowValues+0*WIDTH];
            EACH_WEIGHT:
                setp.ge.u32 %isDone, %index, %end;
                @%isDone bra END;
                add.u32 %place, %start, %index;
                mad.wide.u32 %gradientAt, %place, WIDTH1, %gradientFirst;
                mad.wide.u32 %ofColumnAt, %column, WIDTH, %ofColumnFirst;
                ld.global.T %ofColumn, [%ofColumnAt];
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;

                // least = Min(ofRow, ofColumn)
                setp.lt.T %is, %ofRow, %ofColumn;
                setp.eq.T %is_2, %ofRow, %ofColumn;
                setp.nan.T %is_3, %ofRow, %ofColumn;
                mov.B %bits, %ofRow;
                mov.B %bits_2, %ofColumn;
                or.B %bits, %bits, %bits_2;
                mov.B %same, %bits;
                add.rn.T %sum, %ofRow, %ofColumn;
                selp.T %least, %ofRow, %ofColumn, %is;
                selp.T %least, %same, %least, %is_2;
                selp.T %least, %sum, %least, %is_3;
                abs.T %absGradient, %gradient;
                add.rn.T %leastPlusAbsGradient, %least, %absGradient;
                cvt.f64.T %term, %leastPlusAbsGradient;
                setp.gt.f64 %is_4, %total, %term;
                setp.eq.f64 %is_5, %total, %term;
                setp.nan.f64 %is_6, %total, %term;
                mov.b64 %bits_3, %total;
                mov.b64 %bits_4, %term;
                and.b64 %bits_3, %bits_3, %bits_4;
                mov.b64 %same_2, %bits_3;
                add.rn.f64 %sum_2, %total, %term;
                selp.f64 %extremum, %total, %term, %is_4;
                selp.f64 %extremum, %same_2, %extremum, %is_5;
                selp.f64 %extremum, %sum_2, %extremum, %is_6;
                mov.f64 %total, %extremum;
                @%clearsGradients clear.1 [%gradientAt];
                add.u32 %column, %column, 32;
                add.u32 %index, %index, %threads;
                bra EACH_WEIGHT;
            END:
                // The columns of a block, in the order of the tree.
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 8, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 8, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_7, %total, %other;
                setp.eq.f64 %is_8, %total, %other;
                setp.nan.f64 %is_9, %total, %other;
                mov.b64 %bits_5, %total;
                mov.b64 %bits_6, %other;
                and.b64 %bits_5, %bits_5, %bits_6;
                mov.b64 %same_3, %bits_5;
                add.rn.f64 %sum_3, %total, %other;
                selp.f64 %extremum_2, %total, %other, %is_7;
                selp.f64 %extremum_2, %same_3, %extremum_2, %is_8;
                selp.f64 %extremum_2, %sum_3, %extremum_2, %is_9;
                mov.f64 %total, %extremum_2;
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 16, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 16, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_10, %total, %other;
                setp.eq.f64 %is_11, %total, %other;
                setp.nan.f64 %is_12, %total, %other;
                mov.b64 %bits_7, %total;
                mov.b64 %bits_8, %other;
                and.b64 %bits_7, %bits_7, %bits_8;
                mov.b64 %same_4, %bits_7;
                add.rn.f64 %sum_4, %total, %other;
                selp.f64 %extremum_3, %total, %other, %is_10;
                selp.f64 %extremum_3, %same_4, %extremum_3, %is_11;
                selp.f64 %extremum_3, %sum_4, %extremum_3, %is_12;
                mov.f64 %total, %extremum_3;
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 4, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 4, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_13, %total, %other;
                setp.eq.f64 %is_14, %total, %other;
                setp.nan.f64 %is_15, %total, %other;
                mov.b64 %bits_9, %total;
                mov.b64 %bits_10, %other;
                and.b64 %bits_9, %bits_9, %bits_10;
                mov.b64 %same_5, %bits_9;
                add.rn.f64 %sum_5, %total, %other;
                selp.f64 %extremum_4, %total, %other, %is_13;
                selp.f64 %extremum_4, %same_5, %extremum_4, %is_14;
                selp.f64 %extremum_4, %sum_5, %extremum_4, %is_15;
                mov.f64 %total, %extremum_4;
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 1, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 1, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_16, %total, %other;
                setp.eq.f64 %is_17, %total, %other;
                setp.nan.f64 %is_18, %total, %other;
                mov.b64 %bits_11, %total;
                mov.b64 %bits_12, %other;
                and.b64 %bits_11, %bits_11, %bits_12;
                mov.b64 %same_6, %bits_11;
                add.rn.f64 %sum_6, %total, %other;
                selp.f64 %extremum_5, %total, %other, %is_16;
                selp.f64 %extremum_5, %same_6, %extremum_5, %is_17;
                selp.f64 %extremum_5, %sum_6, %extremum_5, %is_18;
                mov.f64 %total, %extremum_5;
                mov.b64 {%low, %high}, %total;
                shfl.sync.bfly.b32 %low, %low, 2, 31, 0xffffffff;
                shfl.sync.bfly.b32 %high, %high, 2, 31, 0xffffffff;
                mov.b64 %other, {%low, %high};
                setp.gt.f64 %is_19, %total, %other;
                setp.eq.f64 %is_20, %total, %other;
                setp.nan.f64 %is_21, %total, %other;
                mov.b64 %bits_13, %total;
                mov.b64 %bits_14, %other;
                and.b64 %bits_13, %bits_13, %bits_14;
                mov.b64 %same_7, %bits_13;
                add.rn.f64 %sum_7, %total, %other;
                selp.f64 %extremum_6, %total, %other, %is_19;
                selp.f64 %extremum_6, %same_7, %extremum_6, %is_20;
                selp.f64 %extremum_6, %sum_7, %extremum_6, %is_21;
                mov.f64 %total, %extremum_6;

                // The blocks of each row, one after the other; a thread has a row.
                setp.ne.u32 %isNone, %lane, 0;
                mov.u32 %slot, blocks;
                mad.lo.u32 %slot, %warp, 8, %slot;
                @!%isNone st.shared.f64 [%slot+0], %total;
                bar.sync 0;
                mov.u32 %line_2, %tid.x;
                mul.lo.u32 %low, %line_2, %width;
                setp.ge.u32 %isNone, %low, %count;
                @%isNone bra DONE;
                mov.f64 %total, 0DFFF0000000000000;
                mul.lo.u32 %blocksOfRow, %blocksOfRow, 8;
                mov.u32 %slot, blocks;
                mad.lo.u32 %slot, %line_2, %blocksOfRow, %slot;
                add.u32 %low, %slot, %blocksOfRow;
            EACH_BLOCK:
                ld.shared.f64 %other, [%slot+0];
                setp.gt.f64 %is_22, %total, %other;
                setp.eq.f64 %is_23, %total, %other;
                setp.nan.f64 %is_24, %total, %other;
                mov.b64 %bits_15, %total;
                mov.b64 %bits_16, %other;
                and.b64 %bits_15, %bits_15, %bits_16;
                mov.b64 %same_8, %bits_15;
                add.rn.f64 %sum_8, %total, %other;
                selp.f64 %extremum_7, %total, %other, %is_22;
                selp.f64 %extremum_7, %same_8, %extremum_7, %is_23;
                selp.f64 %extremum_7, %sum_8, %extremum_7, %is_24;
                mov.f64 %total, %extremum_7;
                add.u32 %slot, %slot, 8;
                setp.lt.u32 %isNone, %slot, %low;
                @%isNone bra EACH_BLOCK;
                add.u32 %line_2, %line_2, %firstTotal;
                mul.wide.u32 %at_2, %line_2, 8;
                add.u64 %at_2, %totals, %at_2;
                st.global.f64 [%at_2+0], %total;
            DONE:
            LEFT_OUT:
                ret;
            }

            // Update, sweep 1, loop 2 over each row.
            .visible .entry Update_1(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep) .maxntid 512, 1, 1
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %columns, %rows, %rowsOfBand, %matrixRow, %column,
                    %firstTotal, %row, %unused, %leavesOut, %lane, %warp, %width, %blocksOfRow, %index, %threads, %line, %first, %end,
                    %last, %low, %high, %slot, %line_2;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %rowValues, %columnValues, %at, %gradientFirst,
                    %gradientAt, %at_2;
                .reg .pred %clearsGradients, %isLeftOut, %isDone, %isNone;
                .reg .f64 %total, %term, %other;
                .reg .T %ofRow;
                .shared .align 8 .b64 blocks[16];

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
                ld.global.v4.u32 {%tensor, %start, %count, %firstTotal}, [%at];
                mul.wide.u32 %at, %tensor, 72;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %gradientFirst, [%at+64];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                ld.global.v2.u32 {%columns, %rows}, [%at+24];
                ld.global.v2.u32 {%rowsOfBand, %unused}, [%at+32];
                ld.global.u64 %rowValues, [%at+40];
                cvta.to.global.u64 %rowValues, %rowValues;
                ld.global.u64 %columnValues, [%at+48];
                cvta.to.global.u64 %columnValues, %columnValues;
                mad.wide.u32 %values, %row, 3*WIDTH, %values;

                ld.global.u32 %leavesOut, [%ofStep];
                // What is the same for all weights, rounded once.
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra LEFT_OUT;

                // A warp has a block of a row, a thread every 32nd weight of it.
                mov.u32 %index, %tid.x;
                and.b32 %lane, %index, 31;
                shr.u32 %warp, %index, 5;
                min.u32 %width, %columns, %count;
                add.u32 %blocksOfRow, %width, 511;
                shr.u32 %blocksOfRow, %blocksOfRow, 9;
                div.u32 %line, %warp, %blocksOfRow;
                mul.lo.u32 %first, %line, %blocksOfRow;
                sub.u32 %first, %warp, %first;
                mul.lo.u32 %first, %first, 512;
                add.u32 %end, %first, 512;
                min.u32 %end, %end, %width;
                add.u32 %first, %first, %lane;
                mad.lo.u32 %index, %line, %width, %first;
                mad.lo.u32 %end, %line, %width, %end;
                min.u32 %end, %end, %count;
                mov.u32 %threads, 32;

                // Its row and its first column; there may be fewer rows than warps.
                div.u32 %matrixRow, %start, %columns;
                mul.lo.u32 %last, %matrixRow, %columns;
                sub.u32 %column, %start, %last;
                add.u32 %column, %column, %first;
                add.u32 %matrixRow, %matrixRow, %line;
                sub.u32 %last, %rows, 1;
                min.u32 %matrixRow, %matrixRow, %last;
                mov.f64 %total, 0D0000000000000000;

                // What is the same for all weights of the row.
                mad.wide.u32 %rowValues, %matrixRow, 1*WIDTH, %rowValues;
                ld.global.T %ofRow, [%rowValues+0*WIDTH];
            EACH_WEIGHT:
                setp.ge.u32 %isDone, %index, %end;
                @%isDone bra END;
                add.u32 %place, %start, %index;
                mad.wide.u32 %gradientAt, %place, WIDTH1, %gradientFirst;
                cvt.f64.T %term, %ofRow;
                add.rn.f64 %total, %total, %term;
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

                // The blocks of each row, one after the other; a thread has a row.
                setp.ne.u32 %isNone, %lane, 0;
                mov.u32 %slot, blocks;
                mad.lo.u32 %slot, %warp, 8, %slot;
                @!%isNone st.shared.f64 [%slot+0], %total;
                bar.sync 0;
                mov.u32 %line_2, %tid.x;
                mul.lo.u32 %low, %line_2, %width;
                setp.ge.u32 %isNone, %low, %count;
                @%isNone bra DONE;
                mov.f64 %total, 0D0000000000000000;
                mul.lo.u32 %blocksOfRow, %blocksOfRow, 8;
                mov.u32 %slot, blocks;
                mad.lo.u32 %slot, %line_2, %blocksOfRow, %slot;
                add.u32 %low, %slot, %blocksOfRow;
            EACH_BLOCK:
                ld.shared.f64 %other, [%slot+0];
                add.rn.f64 %total, %total, %other;
                add.u32 %slot, %slot, 8;
                setp.lt.u32 %isNone, %slot, %low;
                @%isNone bra EACH_BLOCK;
                add.u32 %line_2, %line_2, %firstTotal;
                mul.wide.u32 %at_2, %line_2, 8;
                add.u64 %at_2, %totals, %at_2;
                st.global.f64 [%at_2+0], %total;
            DONE:
            LEFT_OUT:
                ret;
            }

            // Update, sweep 2.
            .visible .entry Update_2(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep) .maxntid 512, 1, 1
            {
                .reg .u32 %step, %place, %clears, %block, %tensor, %start, %count, %columns, %rows, %rowsOfBand, %matrixRow, %column,
                    %firstTotal, %row, %unused, %leavesOut, %lane, %warp, %width, %blocksOfRow, %index, %threads, %line, %first, %end,
                    %last;
                .reg .u64 %key, %beside, %pieces, %tensors, %values, %totals, %ofStep, %rowValues, %columnValues, %at, %weightFirst,
                    %gradientFirst, %sqrtOfColumnFirst, %weightAt, %gradientAt, %sqrtOfColumnAt;
                .reg .pred %clearsGradients, %isLeftOut, %isDone;
                .reg .T %sumOfOfRow, %factor, %factorOfAll, %factor_2, %factorOfAll_2, %ofRow, %sqrtOfColumn, %weight, %gradient,
                    %value, %ofRowPlusSqrtOfColumn, %ofRowPlusSqrtOfColumnPlusSumOfOfRow, %value_2, %nextWeight;

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
                ld.global.v4.u32 {%tensor, %start, %count, %firstTotal}, [%at];
                mul.wide.u32 %at, %tensor, 72;
                add.u64 %at, %tensors, %at;
                ld.global.v2.u32 {%row, %step}, [%at];
                ld.global.u64 %key, [%at+8];
                ld.global.u64 %beside, [%at+16];
                cvta.to.global.u64 %beside, %beside;
                ld.global.u64 %weightFirst, [%at+56];
                cvta.to.global.u64 %weightFirst, %weightFirst;
                ld.global.u64 %gradientFirst, [%at+64];
                cvta.to.global.u64 %gradientFirst, %gradientFirst;
                ld.global.v2.u32 {%columns, %rows}, [%at+24];
                ld.global.v2.u32 {%rowsOfBand, %unused}, [%at+32];
                ld.global.u64 %rowValues, [%at+40];
                cvta.to.global.u64 %rowValues, %rowValues;
                ld.global.u64 %columnValues, [%at+48];
                cvta.to.global.u64 %columnValues, %columnValues;
                mad.wide.u32 %values, %row, 3*WIDTH, %values;

                ld.global.u32 %leavesOut, [%ofStep];
                // What is the same for all weights, rounded once.
                ld.global.T %sumOfOfRow, [%values+2*WIDTH];
                ld.global.T %factor, [%values+0*WIDTH];
                ld.global.T %factorOfAll, [%ofStep+2*WIDTH];
                mul.rn.T %factor, %factor, %factorOfAll;
                ld.global.T %factor_2, [%values+1*WIDTH];
                ld.global.T %factorOfAll_2, [%ofStep+3*WIDTH];
                mul.rn.T %factor_2, %factor_2, %factorOfAll_2;
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra LEFT_OUT;

                // A warp has a block of a row, a thread every 32nd weight of it.
                mov.u32 %index, %tid.x;
                and.b32 %lane, %index, 31;
                shr.u32 %warp, %index, 5;
                min.u32 %width, %columns, %count;
                add.u32 %blocksOfRow, %width, 511;
                shr.u32 %blocksOfRow, %blocksOfRow, 9;
                div.u32 %line, %warp, %blocksOfRow;
                mul.lo.u32 %first, %line, %blocksOfRow;
                sub.u32 %first, %warp, %first;
                mul.lo.u32 %first, %first, 512;
                add.u32 %end, %first, 512;
                min.u32 %end, %end, %width;
                add.u32 %first, %first, %lane;
                mad.lo.u32 %index, %line, %width, %first;
                mad.lo.u32 %end, %line, %width, %end;
                min.u32 %end, %end, %count;
                mov.u32 %threads, 32;

                // Its row and its first column; there may be fewer rows than warps.
                div.u32 %matrixRow, %start, %columns;
                mul.lo.u32 %last, %matrixRow, %columns;
                sub.u32 %column, %start, %last;
                add.u32 %column, %column, %first;
                add.u32 %matrixRow, %matrixRow, %line;
                sub.u32 %last, %rows, 1;
                min.u32 %matrixRow, %matrixRow, %last;

                // What is the same for all weights of the row.
                mad.wide.u32 %rowValues, %matrixRow, 1*WIDTH, %rowValues;
                mad.wide.u32 %sqrtOfColumnFirst, %columns, 0*WIDTH, %columnValues;
                ld.global.T %ofRow, [%rowValues+0*WIDTH];
            EACH_WEIGHT:
                setp.ge.u32 %isDone, %index, %end;
                @%isDone bra END;
                add.u32 %place, %start, %index;
                mad.wide.u32 %weightAt, %place, WIDTH0, %weightFirst;
                mad.wide.u32 %gradientAt, %place, WIDTH1, %gradientFirst;
                mad.wide.u32 %sqrtOfColumnAt, %column, WIDTH, %sqrtOfColumnFirst;
                ld.global.T %sqrtOfColumn, [%sqrtOfColumnAt];
                load.0 %weight, [%weightAt];
                load.1 %gradient, [%gradientAt];
                mul.rn.T %gradient, %gradient, %factor;
                mul.rn.T %gradient, %gradient, %factor_2;

                // nextWeight = weight - 0.01 * gradient / (ofRow + sqrtOfColumn + sumOfOfRow)
                mul.rn.T %value, 0d3F847AE147AE147B, %gradient;
                add.rn.T %ofRowPlusSqrtOfColumn, %ofRow, %sqrtOfColumn;
                add.rn.T %ofRowPlusSqrtOfColumnPlusSumOfOfRow, %ofRowPlusSqrtOfColumn, %sumOfOfRow;
                div.rn.T %value_2, %value, %ofRowPlusSqrtOfColumnPlusSumOfOfRow;
                sub.rn.T %nextWeight, %weight, %value_2;
                store.0 [%weightAt], %nextWeight;
                @%clearsGradients clear.1 [%gradientAt];
                add.u32 %column, %column, 32;
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
                .reg .f64 %sumOfOfRow;
                .reg .T %sumOfOfRowRounded;

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
                mad.wide.u32 %values, %row, 3*WIDTH, %values;

                // What is known before the step, and the totals.
                ld.global.f64 %sumOfOfRow, [%totals+16];
                cvt.rn.T.f64 %sumOfOfRowRounded, %sumOfOfRow;
                st.global.T [%values+2*WIDTH], %sumOfOfRowRounded;
            DONE:
                ret;
            }

            // Update, sweep 1, loop 1 over each row. What it takes of each row, in double.
            .visible .entry Update_EachRow_0(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)
            {
                .reg .u64 %pieces, %tensors, %inputs, %ofStep, %at, %totalsOfTensor, %totalsOfOptimizer, %totalsOfRow, %values,
                    %ofRowAt;
                .reg .u32 %block, %tensor, %first, %count, %rows, %row, %leavesOut;
                .reg .pred %isLeftOut, %isNone;
                .reg .f64 %ofRow;
                .reg .T %ofRowRounded;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;

                // The row of this thread: its tensor, the first row of this block and how many there are here, and how many the tensor has.
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %first, %count, %rows}, [%at];
                ld.global.u32 %leavesOut, [%ofStep];
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra DONE;
                mov.u32 %row, %tid.x;
                setp.ge.u32 %isNone, %row, %count;
                @%isNone bra DONE;
                add.u32 %row, %row, %first;
                mad.wide.u32 %at, %tensor, 64, %tensors;
                ld.global.u64 %values, [%at+32];
                cvta.to.global.u64 %values, %values;
                ld.global.u64 %ofRowAt, [%at+56];
                cvta.to.global.u64 %ofRowAt, %ofRowAt;
                mad.wide.u32 %ofRowAt, %row, 8, %ofRowAt;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofRow, [%ofRowAt];
                mad.wide.u32 %values, %row, 1*WIDTH, %values;
                cvt.rn.T.f64 %ofRowRounded, %ofRow;
                st.global.T [%values+0*WIDTH], %ofRowRounded;
            DONE:
                ret;
            }

            // Update, sweep 1, loop 1 over each row. What it takes of each column, in double.
            .visible .entry Update_EachColumn_1(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)
            {
                .reg .u64 %pieces, %tensors, %inputs, %ofStep, %at, %totalsOfTensor, %totalsOfOptimizer, %totalsOfColumn, %values,
                    %ofColumnAt;
                .reg .u32 %block, %tensor, %first, %count, %columns, %column, %leavesOut;
                .reg .pred %isLeftOut, %isNone;
                .reg .f64 %ofColumn;
                .reg .T %ofColumnRounded;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;

                // The column of this thread: its tensor, the first column of this block and how many there are here, and how many the tensor has.
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %first, %count, %columns}, [%at];
                ld.global.u32 %leavesOut, [%ofStep];
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra DONE;
                mov.u32 %column, %tid.x;
                setp.ge.u32 %isNone, %column, %count;
                @%isNone bra DONE;
                add.u32 %column, %column, %first;
                mad.wide.u32 %at, %tensor, 64, %tensors;
                ld.global.u64 %values, [%at+32];
                cvta.to.global.u64 %values, %values;
                ld.global.u64 %ofColumnAt, [%at+56];
                cvta.to.global.u64 %ofColumnAt, %ofColumnAt;
                mad.wide.u32 %ofColumnAt, %column, 8, %ofColumnAt;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofColumn, [%ofColumnAt];
                mad.wide.u32 %values, %column, WIDTH, %values;
                cvt.rn.T.f64 %ofColumnRounded, %ofColumn;
                st.global.T [%values+0*WIDTH], %ofColumnRounded;
            DONE:
                ret;
            }

            // Update, sweep 1, loop 2 over each row. What it takes of each row, in double.
            .visible .entry Update_EachRow_2(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)
            {
                .reg .u64 %pieces, %tensors, %inputs, %ofStep, %at, %totalsOfTensor, %totalsOfOptimizer, %totalsOfRow, %values;
                .reg .u32 %block, %tensor, %first, %count, %rows, %row, %leavesOut;
                .reg .pred %isLeftOut, %isNone;
                .reg .f64 %ofRow;
                .reg .T %ofRowRounded;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;

                // The row of this thread: its tensor, the first row of this block and how many there are here, and how many the tensor has.
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %first, %count, %rows}, [%at];
                ld.global.u32 %leavesOut, [%ofStep];
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra DONE;
                mov.u32 %row, %tid.x;
                setp.ge.u32 %isNone, %row, %count;
                @%isNone bra DONE;
                add.u32 %row, %row, %first;
                mad.wide.u32 %at, %tensor, 64, %tensors;
                ld.global.u64 %totalsOfRow, [%at+24];
                cvta.to.global.u64 %totalsOfRow, %totalsOfRow;
                mad.wide.u32 %totalsOfRow, %row, 24, %totalsOfRow;
                ld.global.u64 %values, [%at+32];
                cvta.to.global.u64 %values, %values;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofRow, [%totalsOfRow+0];
                mad.wide.u32 %values, %row, 1*WIDTH, %values;
                cvt.rn.T.f64 %ofRowRounded, %ofRow;
                st.global.T [%values+0*WIDTH], %ofRowRounded;
            DONE:
                ret;
            }

            // Update, sweep 2. What it takes of each column, in double.
            .visible .entry Update_EachColumn_3(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)
            {
                .reg .u64 %pieces, %tensors, %inputs, %ofStep, %at, %totalsOfTensor, %totalsOfOptimizer, %totalsOfColumn, %values;
                .reg .u32 %block, %tensor, %first, %count, %columns, %column, %leavesOut;
                .reg .pred %isLeftOut, %isNone;
                .reg .f64 %ofColumn, %sqrtOfColumn;
                .reg .T %sqrtOfColumnRounded;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;

                // The column of this thread: its tensor, the first column of this block and how many there are here, and how many the tensor has.
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %first, %count, %columns}, [%at];
                ld.global.u32 %leavesOut, [%ofStep];
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra DONE;
                mov.u32 %column, %tid.x;
                setp.ge.u32 %isNone, %column, %count;
                @%isNone bra DONE;
                add.u32 %column, %column, %first;
                mad.wide.u32 %at, %tensor, 64, %tensors;
                ld.global.u64 %totalsOfColumn, [%at+24];
                cvta.to.global.u64 %totalsOfColumn, %totalsOfColumn;
                mad.wide.u32 %totalsOfColumn, %column, 24, %totalsOfColumn;
                ld.global.u64 %values, [%at+32];
                cvta.to.global.u64 %values, %values;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofColumn, [%totalsOfColumn+8];
                mad.wide.u32 %values, %column, WIDTH, %values;

                // sqrtOfColumn = System.Math.Sqrt(ofColumn)
                sqrt.rn.f64 %sqrtOfColumn, %ofColumn;
                cvt.rn.T.f64 %sqrtOfColumnRounded, %sqrtOfColumn;
                st.global.T [%values+0*WIDTH], %sqrtOfColumnRounded;
            DONE:
                ret;
            }

            // Update, behind all sweeps. The next values of the states of each row.
            .visible .entry Update_EachRow_4(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)
            {
                .reg .u64 %pieces, %tensors, %inputs, %ofStep, %at, %totalsOfTensor, %totalsOfOptimizer, %totalsOfRow, %values,
                    %ofRowAt;
                .reg .u32 %block, %tensor, %first, %count, %rows, %row, %leavesOut;
                .reg .pred %isLeftOut, %isNone;
                .reg .f64 %ofRow;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;

                // The row of this thread: its tensor, the first row of this block and how many there are here, and how many the tensor has.
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %first, %count, %rows}, [%at];
                ld.global.u32 %leavesOut, [%ofStep];
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra DONE;
                mov.u32 %row, %tid.x;
                setp.ge.u32 %isNone, %row, %count;
                @%isNone bra DONE;
                add.u32 %row, %row, %first;
                mad.wide.u32 %at, %tensor, 64, %tensors;
                ld.global.u64 %totalsOfRow, [%at+24];
                cvta.to.global.u64 %totalsOfRow, %totalsOfRow;
                mad.wide.u32 %totalsOfRow, %row, 24, %totalsOfRow;
                ld.global.u64 %ofRowAt, [%at+56];
                cvta.to.global.u64 %ofRowAt, %ofRowAt;
                mad.wide.u32 %ofRowAt, %row, 8, %ofRowAt;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofRow, [%totalsOfRow+0];
                st.global.f64 [%ofRowAt], %ofRow;
            DONE:
                ret;
            }

            // Update, behind all sweeps. The next values of the states of each column.
            .visible .entry Update_EachColumn_5(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)
            {
                .reg .u64 %pieces, %tensors, %inputs, %ofStep, %at, %totalsOfTensor, %totalsOfOptimizer, %totalsOfColumn, %values,
                    %ofColumnAt;
                .reg .u32 %block, %tensor, %first, %count, %columns, %column, %leavesOut;
                .reg .pred %isLeftOut, %isNone;
                .reg .f64 %ofColumn;

                ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %tensors, [tensors];
                cvta.to.global.u64 %tensors, %tensors;
                ld.param.u64 %inputs, [inputs];
                cvta.to.global.u64 %inputs, %inputs;
                ld.param.u64 %ofStep, [ofStep];
                cvta.to.global.u64 %ofStep, %ofStep;

                // The column of this thread: its tensor, the first column of this block and how many there are here, and how many the tensor has.
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %first, %count, %columns}, [%at];
                ld.global.u32 %leavesOut, [%ofStep];
                setp.ne.u32 %isLeftOut, %leavesOut, 0;
                @%isLeftOut bra DONE;
                mov.u32 %column, %tid.x;
                setp.ge.u32 %isNone, %column, %count;
                @%isNone bra DONE;
                add.u32 %column, %column, %first;
                mad.wide.u32 %at, %tensor, 64, %tensors;
                ld.global.u64 %totalsOfColumn, [%at+24];
                cvta.to.global.u64 %totalsOfColumn, %totalsOfColumn;
                mad.wide.u32 %totalsOfColumn, %column, 24, %totalsOfColumn;
                ld.global.u64 %ofColumnAt, [%at+56];
                cvta.to.global.u64 %ofColumnAt, %ofColumnAt;
                mad.wide.u32 %ofColumnAt, %column, 8, %ofColumnAt;

                // What is known before the step, states, and totals.
                ld.global.f64 %ofColumn, [%totalsOfColumn+8];
                st.global.f64 [%ofColumnAt], %ofColumn;
            DONE:
                ret;
            }
            """u8;

        /// <inheritdoc/>
        public override int CountCudaValues(global::Descent.CompilerServices.RuleMethod method) => 3;

        /// <inheritdoc/>
        public override int GetCudaValues(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> values)
        {
            var loop = -1;
            var typed = (global::RuleState)state;
            ref readonly var prepared = ref rule._updateValues;
            CudaValuesOfUpdate(typed, in prepared, sweep, values);
            loop = sweep switch { 0 => 0, 1 => 2, _ => -1 };
            return loop;
        }

        /// <inheritdoc/>
        public override int CountCudaTotals(global::Descent.CompilerServices.RuleMethod method, int loop) => (method, loop) switch
        {
            (global::Descent.CompilerServices.RuleMethod.Update, 0) => 2,
            (global::Descent.CompilerServices.RuleMethod.Update, 1) => 1,
            _ => 0,
        };

        /// <inheritdoc/>
        public override global::Descent.CompilerServices.DeviceTotal GetCudaTotal(global::Descent.CompilerServices.RuleMethod method, int loop, int index) => (method, loop, index) switch
        {
            (global::Descent.CompilerServices.RuleMethod.Update, 0, 0) => new(0, global::Descent.CompilerServices.ReductionKind.Max),
            (global::Descent.CompilerServices.RuleMethod.Update, 0, 1) => new(1, global::Descent.CompilerServices.ReductionKind.Sum, IsOfColumns: true),
            (global::Descent.CompilerServices.RuleMethod.Update, 1, 0) => new(2, global::Descent.CompilerServices.ReductionKind.Sum),
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
        public override int GetCudaLines(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, int part, global::Descent.Per per)
        {
            var lines = -1;
            lines = (sweep, part, per) switch
            {
                (0, 0, global::Descent.Per.Row) => 0,
                (0, 0, global::Descent.Per.Column) => 1,
                (0, 1, global::Descent.Per.Row) => 2,
                (1, 0, global::Descent.Per.Row) => 2,
                (1, 0, global::Descent.Per.Column) => 3,
                (-1, -1, global::Descent.Per.Row) => 4,
                (-1, -1, global::Descent.Per.Column) => 5,
                _ => -1,
            };
            return lines;
        }

        /// <inheritdoc/>
        public override int GetCudaPart(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, int part)
        {
            var loop = -1;
            loop = (sweep, part) switch { (0, 0) => 0, (0, 1) => 1, (1, 0) => 2, _ => -1 };
            return loop;
        }

        /// <inheritdoc/>
        public override void GetCudaRows(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep, int part, global::System.Span<double> values)
        {
            var typed = (global::RuleState)state;
            ref readonly var prepared = ref rule._updateValues;
            CudaRowsOfUpdate(typed, in prepared, sweep, part, values);
        }

        /// <inheritdoc/>
        public override int CountCudaRows(global::Descent.CompilerServices.RuleMethod method, int loop) => (method, loop) switch
        {
            (global::Descent.CompilerServices.RuleMethod.Update, 0) => 1,
            (global::Descent.CompilerServices.RuleMethod.Update, 1) => 1,
            (global::Descent.CompilerServices.RuleMethod.Update, 2) => 1,
            (global::Descent.CompilerServices.RuleMethod.Update, -1) => 1,
            _ => 0,
        };

        /// <inheritdoc/>
        public override int CountCudaColumns(global::Descent.CompilerServices.RuleMethod method, int loop) => (method, loop) switch
        {
            (global::Descent.CompilerServices.RuleMethod.Update, 0) => 1,
            (global::Descent.CompilerServices.RuleMethod.Update, 2) => 1,
            (global::Descent.CompilerServices.RuleMethod.Update, -1) => 1,
            _ => 0,
        };

        /// <inheritdoc/>
        public override global::Descent.CompilerServices.StateBuffer GetCudaColumns(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int loop, int index) => (method, loop, index) switch
        {
            (global::Descent.CompilerServices.RuleMethod.Update, 0, 0) => ((global::RuleState)state)._ofColumnOfColumns,
            (global::Descent.CompilerServices.RuleMethod.Update, 2, 0) => ((global::RuleState)state)._sqrtOfColumnOfColumns,
            _ => default,
        };

        /// <inheritdoc/>
        