using Descent.Generator.IR;
using Descent.Generator.Passes;

namespace Descent.Generator.Tests.Passes;

/// <summary>Each pass on IR text: what goes in, what comes out. Programs are well formed before and after.</summary>
public sealed class PassTests
{
    [Fact]
    public void InlineHelpers_PutsTheBodyInPlaceOfTheCall()
    {
        var twice = new Function("Twice(double)", ProgramParser.Parse("""
            %x = arg.f64
            %sum:doubled = add.f64 %x, %x
            return %sum
            """));

        Check(program => InlineHelpers.Run(program, [twice]), """
            %g = load.f64 gradient
            %call = call Twice(double) %g
            %r:step = result.f64 %call
            store weight %r
            """, """
            %0 = load.f64 gradient
            %1:step = add.f64 %0, %0
            store weight %1
            """);
    }

    [Fact]
    public void FoldConstants_ComputesWhatHasOneAnswer() => Check(FoldConstants.Run, """
        %a = const.f64 2
        %b = const.f64 3
        %c = mul.f64 %a, %b
        %d = sqrt.f64 %c
        %e = pow.f64 %a, %b
        %f = lt.bool %a, %b
        store weight %d
        store state.m %e
        """, """
        %0 = const.f64 2
        %1 = const.f64 3
        %2 = const.f64 6
        %3 = const.f64 2.449489742783178
        %4 = pow.f64 %0, %1
        %5 = const.bool true
        store weight %3
        store state.m %4
        """);

    [Fact]
    public void FoldConstants_TakesTheBranchOfAConstantCondition() => Check(FoldConstants.Run, """
        %g = load.f64 gradient
        %c = const.bool false
        if %c
          %x = add.f64 %g, %g
        else
          %y = mul.f64 %g, %g
        end
        %p = phi.f64 %c, %x, %y
        store weight %p
        """, """
        %0 = load.f64 gradient
        %1 = const.bool false
        %2 = mul.f64 %0, %0
        store weight %2
        """);

    [Fact]
    public void FoldConstants_LeavesOverflowAndDivisionByZeroToTheLoop() => Check(FoldConstants.Run, """
        %a = const.i32 2147483647
        %z = const.i32 0
        %b = add.i32 #1 %a, %a
        %c = div.i32 %a, %z
        """, """
        %0 = const.i32 2147483647
        %1 = const.i32 0
        %2 = add.i32 #1 %0, %0
        %3 = div.i32 %0, %1
        """);

    [Fact]
    public void ShareCommonSubexpressions_KnowsWhatIsVisible() => Check(ShareCommonSubexpressions.Run, """
        %g = load.f64 gradient
        %m = load.f64 state.m
        %a = mul.f64 %g, %m
        %b:named = mul.f64 %m, %g
        %c = sub.f64 %g, %m
        %d = sub.f64 %m, %g
        %t = gt.bool %g, %m
        if %t
          %e = add.f64 %a, %b
        else
          %f = add.f64 %a, %b
        end
        %p = phi.f64 %t, %e, %f
        store weight %p
        store state.m %c
        store state.v %d
        """, """
        %0 = load.f64 gradient
        %1 = load.f64 state.m
        %2:named = mul.f64 %0, %1
        %3 = sub.f64 %0, %1
        %4 = sub.f64 %1, %0
        %5 = gt.bool %0, %1
        if %5
          %7 = add.f64 %2, %2
        else
          %9 = add.f64 %2, %2
        end
        %11 = phi.f64 %5, %7, %9
        store weight %11
        store state.m %3
        store state.v %4
        """);

    [Fact]
    public void ShareCommonSubexpressions_TellsZerosApart() => Check(ShareCommonSubexpressions.Run, """
        %a = const.f64 0
        %b = const.f64 -0
        store weight %a
        store state.m %b
        """, """
        %0 = const.f64 0
        %1 = const.f64 -0
        store weight %0
        store state.m %1
        """);

    [Fact]
    public void SimplifyIdentities_RespectsNotANumber() => Check(SimplifyIdentities.Run, """
        %g = load.f64 gradient
        %e = eq.bool %g, %g
        %l = lt.bool %g, %g
        %a = not.bool %e
        %b = not.bool %l
        %c = not.bool %b
        """, """
        %0 = load.f64 gradient
        %1 = eq.bool %0, %0
        %2 = lt.bool %0, %0
        %3 = ne.bool %0, %0
        %4 = not.bool %2
        """);

    [Fact]
    public void SimplifyIdentities_KeepsTheSignOfZero() => Check(SimplifyIdentities.Run, """
        %g = load.f64 gradient
        %one = const.f64 1
        %zero = const.f64 0
        %minus = const.f64 -0
        %a = mul.f64 %one, %g
        %b = div.f64 %a, %one
        %c = sub.f64 %b, %zero
        %d = add.f64 %c, %minus
        %n = neg.f64 %d
        %m = neg.f64 %n
        store weight %m
        %e = add.f64 %g, %zero
        %f = sub.f64 %g, %minus
        %h = div.f64 %one, %g
        store state.m %e
        store state.n %f
        store state.o %h
        """, """
        %0 = load.f64 gradient
        %1 = const.f64 1
        %2 = const.f64 0
        %3 = const.f64 -0
        %4 = neg.f64 %0
        store weight %0
        %6 = add.f64 %0, %2
        %7 = sub.f64 %0, %3
        %8 = div.f64 %1, %0
        store state.m %6
        store state.n %7
        store state.o %8
        """);

    [Fact]
    public void RemoveDeadCode_KeepsWhatMayThrow() => Check(RemoveDeadCode.Run, """
        %t = step.i32
        %k = hyper.i32 Period
        %z = const.i32 0
        %c = gt.bool %k, %z
        %g = load.f64 gradient
        %unused = mul.f64 %g, %g
        if %c
          %r = rem.i32 %t, %k
        end
        if %c
          %dead = add.i32 %t, %k
        end
        store weight %g
        """, """
        %0 = step.i32
        %1 = hyper.i32 Period
        %2 = const.i32 0
        %3 = gt.bool %1, %2
        %4 = load.f64 gradient
        if %3
          %6 = rem.i32 %0, %1
        end
        store weight %4
        """);

    [Fact]
    public void ConvertElementBranches_SelectsForEachWeight() => Check(ConvertElementBranches.Run, """
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
    public void HoistBelowElementRate_ComputesOnceAndBroadcasts() => Check(HoistBelowElementRate.Run, """
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
    public void HoistBelowElementRate_CarriesValuesOutOfTheirBranch() => Check(HoistBelowElementRate.Run, """
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
    public void UnswitchLoops_MakesALoopForEachOutcome() => Check(UnswitchLoops.Run, """
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
    public void SplitAtReductions_WritesAStateEarlyAndReadsItBack() => Check(SplitAtReductions.Run, """
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
        loop
          %8 = load.f64 weight
          %9 = load.f64 state.m
          %10 = broadcast.f64 %4
          %11 = mul.f64 %10, %9
          %12 = sub.f64 %8, %11
          store weight %12
        end
        """);

    [Fact]
    public void SplitAtReductions_ComputesAgainWhatNoStateHolds() => Check(SplitAtReductions.Run, """
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
        %5 = sqrt.f64 %3
        loop
          %7 = load.f64 weight
          %8 = load.f64 gradient
          %9 = mul.f64 %8, %8
          %10 = broadcast.f64 %5
          %11 = div.f64 %9, %10
          %12 = sub.f64 %7, %11
          store weight %12
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

        Assert.Equal([1, 2], CheckLegality.Run(program).Select(violation => violation.Site));
    }

    /// <summary>A phi of the loop whose arms lie in no branch any more is no program of its own; two passes hand it to each other.</summary>
    private static void Check(Func<Program, Program> pass, string source, string expected, bool verifySource = true, bool verifyResult = true)
    {
        var program = ProgramParser.Parse(source);
        if (verifySource)
        {
            Assert.Empty(Verifier.Verify(program));
        }

        var result = pass(program);

        Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", result.ToString());
        if (verifyResult)
        {
            Assert.Empty(Verifier.Verify(result));
        }
    }
}
