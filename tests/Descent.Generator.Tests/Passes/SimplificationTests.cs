using Descent.Generator.IR;
using Descent.Generator.Passes;

namespace Descent.Generator.Tests.Passes;

/// <summary>The passes that simplify, on IR text: what goes in, what comes out.</summary>
public sealed class SimplificationTests
{
    [Fact]
    public void InlineHelpers_PutsTheBodyInPlaceOfTheCall()
    {
        var twice = new Function("Twice(double)", ProgramParser.Parse("""
            %x = arg.f64
            %sum:doubled = add.f64 %x, %x
            return %sum
            """));

        PassCheck.Run(program => InlineHelpers.Run(program, [twice]), """
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
    public void FoldConstants_ComputesWhatHasOneAnswer() => PassCheck.Run(FoldConstants.Run, """
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

    [Theory]
    [InlineData("const.f64 0.5", "const.f64 0.5")]
    [InlineData("hyper.f64 A", "hyper.f64 A")]
    [InlineData("const.f64 0xFFF8000000000000", "const.f64 0x7FF8000000000000")]
    public void FoldConstants_ChoosesNothingBetweenOneValue(string first, string second) => PassCheck.Run(FoldConstants.Run, $"""
        %g = load.f64 gradient
        %z = const.f64 0
        %c = lt.bool %g, %z
        if %c
          %x = {first}
        else
          %y = {second}
        end
        %p:chosen = phi.f64 %c, %x, %y
        %q = phi.f64 %c, %g, %g
        store weight %p
        store state.m %q
        """, $"""
        %0 = load.f64 gradient
        %1 = const.f64 0
        %2 = lt.bool %0, %1
        if %2
          %4 = {first}
        else
          %6 = {second}
        end
        %8:chosen = {first}
        store weight %8
        store state.m %0
        """);

    [Theory]
    [InlineData("const.f64 0", "const.f64 -0")]
    [InlineData("hyper.f64 A", "hyper.f64 B")]
    [InlineData("load.f64 weight", "const.f64 1")]
    public void FoldConstants_ChoosesBetweenTwo(string first, string second)
    {
        string Text(string chosen) => $"""
            %0 = load.f64 gradient
            %1 = const.f64 0
            %2 = lt.bool %0, %1
            if %2
              %4 = {first}
            else
              %6 = {second}
            end
            %8 = phi.f64 %2, %4, %6
            store weight {chosen}
            """;

        PassCheck.Run(FoldConstants.Run, Text("%8"), Text("%8"));
    }

    [Theory]
    [InlineData("true", "add")]
    [InlineData("false", "mul")]
    public void FoldConstants_TakesTheBranchOfAConstantCondition(string condition, string taken) => PassCheck.Run(FoldConstants.Run, $"""
        %g = load.f64 gradient
        %c = const.bool {condition}
        if %c
          %x = add.f64 %g, %g
        else
          %y = mul.f64 %g, %g
        end
        %p = phi.f64 %c, %x, %y
        store weight %p
        """, $"""
        %0 = load.f64 gradient
        %1 = const.bool {condition}
        %2 = {taken}.f64 %0, %0
        store weight %2
        """);

    [Fact]
    public void FoldConstants_LeavesOverflowAndDivisionByZeroToTheLoop() => PassCheck.Run(FoldConstants.Run, """
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
    public void ShareCommonSubexpressions_KnowsWhatIsVisible() => PassCheck.Run(ShareCommonSubexpressions.Run, """
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
    public void ShareCommonSubexpressions_TellsZerosApart() => PassCheck.Run(ShareCommonSubexpressions.Run, """
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
    public void SimplifyIdentities_RespectsNotANumber() => PassCheck.Run(SimplifyIdentities.Run, """
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
    public void SimplifyIdentities_KeepsTheSignOfZero() => PassCheck.Run(SimplifyIdentities.Run, """
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
    public void RemoveDeadCode_KeepsWhatMayThrow() => PassCheck.Run(RemoveDeadCode.Run, """
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
}
