using Descent.Generator.Analysis;
using Descent.Generator.IR;
using Descent.Generator.Passes;

namespace Descent.Generator.Tests.Passes;

/// <summary>The passes from one method to a prologue and its loops, on IR text: what goes in, what comes out.</summary>
public sealed class LoweringTests
{
    [Fact]
    public void ConvertElementBranches_SelectsForEachWeight() => PassCheck.Run(ConvertElementBranches.Run, """
        %g = load.f64 gradient
        %h = hyper.f64 Rate
        %e = gt.bool %g, %h
        %s = gt.bool %h, %h
        if %e
          %a = mul.f64 %g, %h
        end
        %p = phi.f64 %e, %a, %g
        if %s
          %b = sub.f64 %p, %h
        end
        %q = phi.f64 %s, %b, %p
        store weight %q
        """, """
        %0 = load.f64 gradient
        %1 = hyper.f64 Rate
        %2 = gt.bool %0, %1
        %3 = gt.bool %1, %1
        %4 = mul.f64 %0, %1
        %5 = select.f64 %2, %4, %0
        if %3
          %7 = sub.f64 %5, %1
        end
        %9 = phi.f64 %3, %7, %5
        store weight %9
        """);

    [Fact]
    public void HoistBelowElementRate_ComputesOnceAndBroadcasts() => PassCheck.Run(HoistBelowElementRate.Run, """
        %g = load.f64 gradient
        %h = hyper.f64 Rate
        %two = const.f64 2
        %a = mul.f64 %h, %two
        %b = mul.f64 %a, %g
        %c = mul.f64 %two, %g
        store weight %b
        store state.m %c
        """, """
        %0 = hyper.f64 Rate
        %1 = const.f64 2
        %2 = mul.f64 %0, %1
        loop
          %4 = load.f64 gradient
          %5 = broadcast.f64 %2
          %6 = mul.f64 %5, %4
          %7 = broadcast.f64 %1
          %8 = mul.f64 %7, %4
          store weight %6
          store state.m %8
        end
        """);

    [Fact]
    public void HoistBelowElementRate_CarriesValuesOutOfTheirBranch() => PassCheck.Run(HoistBelowElementRate.Run, """
        %g = load.f64 gradient
        %t = step.i32
        %k = hyper.i32 Period
        %c = gt.bool %t, %k
        if %c
          %r = rem.i32 %t, %k
          %x:factor = todouble.f64 %r
          %y = mul.f64 %x, %g
        end
        %p = phi.f64 %c, %y, %g
        store weight %p
        """, """
        %0 = step.i32
        %1 = hyper.i32 Period
        %2 = gt.bool %0, %1
        if %2
          %4 = rem.i32 %0, %1
          %5:factor = todouble.f64 %4
        end
        %7 = const.f64 0
        %8:factor = phi.f64 %2, %5, %7
        loop
          %10 = load.f64 gradient
          %11 = broadcast.f64 %8
          %12 = mul.f64 %11, %10
          %13 = phi.f64 %2, %12, %10
          store weight %13
        end
        """, verifyResult: false);

    [Fact]
    public void UnswitchLoops_MakesALoopForEachOutcome() => PassCheck.Run(UnswitchLoops.Run, """
        %h = hyper.bool Nesterov
        loop
          %g = load.f64 gradient
          %a = add.f64 %g, %g
          %p = phi.f64 %h, %a, %g
          store weight %p
        end
        """, """
        %0 = hyper.bool Nesterov
        if %0
          loop
            %3 = load.f64 gradient
            %4 = add.f64 %3, %3
            store weight %4
          end
        else
          loop
            %9 = load.f64 gradient
            %10 = add.f64 %9, %9
            store weight %9
          end
        end
        """, verifySource: false);

    [Fact]
    public void SplitAtReductions_WritesAStateEarlyAndReadsItBack() => PassCheck.Run(SplitAtReductions.Run, """
        loop
          %w = load.f64 weight
          %g = load.f64 gradient
          %m = load.f64 state.m
          %n = add.f64 %m, %g
          %r = reduce.f64 %n
          %b = broadcast.f64 %r
          %u = mul.f64 %b, %n
          %x = sub.f64 %w, %u
          store weight %x
          store state.m %n
        end
        """, """
        loop
          %1 = load.f64 gradient
          %2 = load.f64 state.m
          %3 = add.f64 %2, %1
          %4 = reduce.f64 %3
          store state.m %3
        end
        barrier
        loop
          %9 = load.f64 weight
          %10 = load.f64 state.m
          %11 = broadcast.f64 %4
          %12 = mul.f64 %11, %10
          %13 = sub.f64 %9, %12
          store weight %13
        end
        """);

    /// <summary>The norm of a row is known while the row is in the cache; the mean of what all rows have needs all of them, and so does a column's sum.</summary>
    [Fact]
    public void SplitAtReductions_WaitsForAllRowsOnlyWhereItMust() => PassCheck.Run(SplitAtReductions.Run, """
        loop
          %w = load.f64 weight
          %g = load.f64 gradient
          %q = mul.f64 %g, %g
          %r = reduce.f64 row %q
          %c = reduce.f64 column %q
          %b = broadcast.f64 %r
          %u = div.f64 %g, %b
          store state.m %u
          %e = reduce.f64 rows %r
          %f = broadcast.f64 %e
          %x = broadcast.f64 %c
          %y = mul.f64 %f, %x
          %z = sub.f64 %w, %y
          store weight %z
        end
        """, """
        loop
          %1 = load.f64 gradient
          %2 = mul.f64 %1, %1
          %3 = reduce.f64 row %2
          %4 = reduce.f64 column %2
        end
        %6 = reduce.f64 rows %3
        loop
          %8 = load.f64 gradient
          %9 = broadcast.f64 %3
          %10 = div.f64 %8, %9
          store state.m %10
        end
        barrier
        loop
          %15 = load.f64 weight
          %16 = broadcast.f64 %6
          %17 = broadcast.f64 %4
          %18 = mul.f64 %16, %17
          %19 = sub.f64 %15, %18
          store weight %19
        end
        """);

    [Fact]
    public void SplitAtReductions_ComputesAgainWhatNoStateHolds() => PassCheck.Run(SplitAtReductions.Run, """
        loop
          %w = load.f64 weight
          %g = load.f64 gradient
          %q = mul.f64 %g, %g
          %r = reduce.f64 #1 %q
          %s = sqrt.f64 %r
          %b = broadcast.f64 %s
          %u = div.f64 %q, %b
          %x = sub.f64 %w, %u
          store weight %x
        end
        """, """
        loop
          %1 = load.f64 gradient
          %2 = mul.f64 %1, %1
          %3 = reduce.f64 #1 %2
        end
        barrier
        %6 = sqrt.f64 %3
        loop
          %8 = load.f64 weight
          %9 = load.f64 gradient
          %10 = mul.f64 %9, %9
          %11 = broadcast.f64 %6
          %12 = div.f64 %10, %11
          %13 = sub.f64 %8, %12
          store weight %13
        end
        """);

    [Fact]
    public void CheckLegality_FindsWhatALoopCannotDo()
    {
        var program = ProgramParser.Parse("""
            %g = load.f64 gradient
            %h = hyper.f64 Rate
            %t = step.i32
            %s = sign.i32 %g @1
            %c = gt.bool %g, %h
            if %c
              %r = rem.i32 %t, %t @2
            end
            """);

        Assert.Equal([1, 2], CheckLegality.Run(program, []).Select(violation => violation.Site));
    }
}
