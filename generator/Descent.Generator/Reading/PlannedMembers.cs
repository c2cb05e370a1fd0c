using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// The members that every optimizer will have: their names are kept free, so that a rule that is written today does not hide one of them
/// tomorrow.
/// </summary>
internal static class PlannedMembers
{
    private static readonly Dictionary<string, string> s_purposes = new()
    {
        ["Device"] = "says where it computes",
        ["Export"] = "writes its state for another library",
        ["Import"] = "reads the state of another library",
        ["LoadAsync"] = "reads a checkpoint",
        ["Metrics"] = "measures its steps",
        ["Name"] = "says what it is called among others",
        ["Seed"] = "begins its random numbers",
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => s_purposes.Keys;

    /// <summary>Reports the members of a rule that would hide one of them: its author's, and those that the compiler adds.</summary>
    /// <param name="context">The reading.</param>
    /// <param name="hyperparameters">The hyperparameters; those of a chain are added.</param>
    /// <param name="states">The states; those of the optimizer are properties of it.</param>
    /// <param name="rule">Where a mistake is that is no member.</param>
    public static void CheckAll(ReadingContext context, IEnumerable<HyperparameterModel> hyperparameters, IEnumerable<StateModel> states, Location? rule)
    {
        foreach (var member in context.Rule.GetMembers().Where(IsSeen))
        {
            Check(context, member.Name, member.Locations.FirstOrDefault());
        }

        foreach (var name in hyperparameters.Where(hyperparameter => hyperparameter.Part is not null).Select(hyperparameter => hyperparameter.Name)
            .Concat(states.Where(state => state.Scope == Axes.Optimizer).Select(state => state.PropertyName)))
        {
            Check(context, name, rule);
        }

        // A private method is nobody else's.
        bool IsSeen(ISymbol member) => !member.IsImplicitlyDeclared && member is not IMethodSymbol { DeclaredAccessibility: Accessibility.Private }
            && !GeneratedMembers.IsGenerated(member, context.Cancellation);
    }

    /// <summary>Reports a name of one of them, unless every optimizer has such a member by now, and to hide that is another mistake.</summary>
    private static void Check(ReadingContext context, string name, Location? location)
    {
        if (s_purposes.TryGetValue(name, out var purpose) && !context.Members.IsTaken(name))
        {
            context.Report(DiagnosticIds.ReservedName, location, name, purpose);
        }
    }
}
