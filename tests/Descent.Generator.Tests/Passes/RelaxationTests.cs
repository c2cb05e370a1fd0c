using Descent.Generator.Passes;

namespace Descent.Generator.Tests.Passes;

/// <summary>The passes of relaxed rules, on IR text: what goes in, what comes out.</summary>
public sealed class RelaxationTests
{
    [Fact]
    public void MultiplyByReciprocals_LeavesDivisionsByWeights() => PassCheck.Run(MultiplyByReciprocals.Run, """
        %g = load.f64 gradient
        %c = hyper.f64 Scale
        %x:scaled = div.f64 %g, %c
        %y = div.f64 %c, %x
        %z = div.f64 %c, %c
        store weight %y
        store state.m %z
        """, """
        %0 = load.f64 gradient
        %1 = hyper.f64 Scale
        %2 = const.f64 1
        %3 = div.f64 %2, %1
        %4:scaled = mul.f64 %0, %3
        %5 = div.f64 %1, %4
        %6 = div.f64 %1, %1
        store weight %5
        store state.m %6
        """);

    [Fact]
    public void GatherInvariantFactors_DrawsThemOutOfProductsAndNumerators() => PassCheck.Run(GatherInvariantFactors.Run, """
        %g = load.f64 gradient
        %w = load.f64 weight
        %a = hyper.f64 A
        %b = hyper.f64 B
        %x = mul.f64 %b, %g
        %y = mul.f64 %x, %a
        %z:ratio = div.f64 %y, %w
        store weight %z
        """, """
        %0 = load.f64 gradient
        %1 = load.f64 weight
        %2 = hyper.f64 A
        %3 = hyper.f64 B
        %4 = mul.f64 %2, %3
        %5 = div.f64 %0, %1
        %6:ratio = mul.f64 %4, %5
        store weight %6
        """);

    [Fact]
    public void GatherInvariantFactors_LeavesWhatIsUsedTwice() => PassCheck.Run(GatherInvariantFactors.Run, """
        %g = load.f64 gradient
        %a = hyper.f64 A
        %x = mul.f64 %a, %g
        %y = mul.f64 %x, %a
        %z = div.f64 %a, %x
        store weight %y
        store state.m %z
        """, """
        %0 = load.f64 gradient
        %1 = hyper.f64 A
        %2 = mul.f64 %1, %0
        %3 = mul.f64 %1, %2
        %4 = div.f64 %1, %2
        store weight %3
        store state.m %4
        """);

    [Fact]
    public void ContractMultiplyAdds_JoinsAProductAndASum() => PassCheck.Run(ContractMultiplyAdds.Run, """
        %g = load.f64 gradient
        %w = load.f64 weight
        %a = hyper.f64 A
        %x = mul.f64 %g, %g
        %y:sum = add.f64 %w, %x
        %u = mul.f64 %g, %a
        %v = sub.f64 %w, %u
        %p = mul.f64 %g, %w
        %q = sub.f64 %w, %p
        store weight %y
        store state.m %v
        store state.v %q
        """, """
        %0 = load.f64 gradient
        %1 = load.f64 weight
        %2 = hyper.f64 A
        %3 = mul.f64 %0, %0
        %4:sum = muladd.f64 %0, %0, %1
        %5 = mul.f64 %0, %2
        %6 = neg.f64 %2
        %7 = muladd.f64 %6, %0, %1
        %8 = mul.f64 %0, %1
        %9 = sub.f64 %1, %8
        store weight %4
        store state.m %7
        store state.v %9
        """);

    [Fact]
    public void UseVectorFunctions_LeavesWhatRunsOncePerStep() => PassCheck.Run(UseVectorFunctions.Run, """
        %g = load.f64 gradient
        %a = hyper.f64 A
        %x = exp.f64 %a
        %y = exp.f64 %g
        %z = tanh.f64 %y
        %s = mul.f64 %x, %z
        store weight %s
        """, """
        %0 = load.f64 gradient
        %1 = hyper.f64 A
        %2 = exp.f64 %1
        %3 = vexp.f64 %0
        %4 = vtanh.f64 %3
        %5 = mul.f64 %2, %4
        store weight %5
        """);
}
