using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Descent.Generator.Model;
using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>The passes, in the order in which they run. Each is a pure function from one program to another.</summary>
internal static class PassPipeline
{
    /// <summary>Before the rule is known to be legal: passes that keep its meaning on every host.</summary>
    public static readonly ImmutableArray<(string Name, Func<Program, Program> Run)> Simplification =
    [
        ("widen signs", WidenSigns.Run),
        ("fold constants", FoldConstants.Run),
        ("simplify identities", SimplifyIdentities.Run),
        ("share common subexpressions", ShareCommonSubexpressions.Run),
    ];

    /// <summary>For a legal rule: from one method to a prologue and its loops.</summary>
    public static readonly ImmutableArray<(string Name, Func<Program, Program> Run)> Lowering =
    [
        ("remove dead code", RemoveDeadCode.Run),
        ("convert element branches", ConvertElementBranches.Run),
        ("share common subexpressions", ShareCommonSubexpressions.Run),
        ("hoist below element rate", HoistBelowElementRate.Run),
        ("unswitch loops", UnswitchLoops.Run),
        ("share common subexpressions", ShareCommonSubexpressions.Run),
        ("remove dead code", RemoveDeadCode.Run),
        ("place matrices", PlaceMatrices.Run),
        ("split at reductions", SplitAtReductions.Run),
    ];

    /// <summary>How many passes run before hoisting.</summary>
    private const int BeforeHoisting = 3;

    /// <summary>For a legal rule that may be rewritten as algebra allows: what can be known once per step is found before it is hoisted.</summary>
    public static readonly ImmutableArray<(string Name, Func<Program, Program> Run)> RelaxedLowering =
    [
        .. Lowering.Take(BeforeHoisting),
        ("multiply by reciprocals", MultiplyByReciprocals.Run),
        ("gather invariant factors", GatherInvariantFactors.Run),
        ("contract multiply-adds", ContractMultiplyAdds.Run),
        ("use vector functions", UseVectorFunctions.Run),
        ("share common subexpressions", ShareCommonSubexpressions.Run),
        ("remove dead code", RemoveDeadCode.Run),
        .. Lowering.Skip(BeforeHoisting),
    ];

    /// <summary>The bodies of a rule's methods without calls, simplified: what the analyzers look at and what is lowered.</summary>
    public static ImmutableArray<Program> Simplify(RuleModel rule, CancellationToken cancellation)
        => StepStates.Mark([.. rule.Methods.Select(method => Simplify(method.Body, rule.Functions, cancellation))]);

    /// <summary>A body without calls, simplified.</summary>
    public static Program Simplify(Program program, IReadOnlyList<Function> functions, CancellationToken cancellation)
        => Run(Simplification, InlineHelpers.Run(program, functions), cancellation);

    /// <summary>A helper's body as it travels: without calls, simplified, without what is not needed.</summary>
    public static Program SimplifyHelper(Program body, IReadOnlyList<Function> functions, CancellationToken cancellation)
        => RemoveDeadCode.Run(Simplify(body, functions, cancellation));

    /// <summary>The prologue and loops of a simplified, legal body.</summary>
    public static Program Lower(Program simplified, bool isRelaxed, CancellationToken cancellation)
        => Run(isRelaxed ? RelaxedLowering : Lowering, simplified, cancellation);

    /// <summary>The same for weights and states that are not stored as they are computed.</summary>
    public static Program LowerForStored(Program simplified, bool isRelaxed, CancellationToken cancellation)
    {
        var passes = isRelaxed ? RelaxedLowering : Lowering;
        return Run(passes.SetItem(passes.Length - 1, ("split at reductions, reading nothing back", SplitAtReductions.RunForStored)), simplified, cancellation);
    }

    private static Program Run(
        ImmutableArray<(string Name, Func<Program, Program> Run)> passes, Program program, CancellationToken cancellation)
    {
        foreach (var pass in passes)
        {
            cancellation.ThrowIfCancellationRequested();
            program = pass.Run(program);
        }

        return program;
    }
}
