using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>Refuses what is declared in a rule and would be compiled by nobody, so that nothing is left out in silence.</summary>
internal static class Misplaced
{
    /// <summary>Methods of parts: a chain finds them in classes of their own.</summary>
    public static void CheckParts(ReadingContext context)
    {
        foreach (var method in With(context, RuleAttributes.Transform, RuleAttributes.AfterStep))
        {
            Report(context, method, $"'{method.Name}' is a part of a chain, and belongs in a static class of its own that a [Chain] names");
        }
    }

    /// <summary>Methods and hyperparameters of a rule whose chain has them all.</summary>
    public static void CheckChain(ReadingContext context, IEnumerable<string> ofMethods)
    {
        foreach (var method in ofMethods.SelectMany(attribute => With(context, attribute)))
        {
            Report(context, method, $"its chain takes the place of '{method.Name}'");
        }

        foreach (var hyperparameter in With(context, RuleAttributes.Hyperparameter))
        {
            Report(context, hyperparameter, $"'{hyperparameter.Name}' belongs to a part of its chain, as a parameter: the parts bring the hyperparameters");
        }

        UnfinishedMembers.AddAll(context);
    }

    /// <summary>Methods of a rule that are of two kinds at once; a move that is its own inverse is one.</summary>
    public static void CheckKinds(ReadingContext context, IEnumerable<string> ofMethods)
    {
        foreach (var kinds in ofMethods.SelectMany(attribute => With(context, attribute).Select(method => (method, attribute))).GroupBy(mark => mark.method, mark => mark.attribute, SymbolEqualityComparer.Default))
        {
            if (kinds.Count() > 1 && kinds.Except([RuleAttributes.ToEvaluation, RuleAttributes.ToTraining]).Any())
            {
                Report(context, kinds.Key!, $"'{kinds.Key!.Name}' is marked as two kinds of method, of which each is one of its own");
            }
        }
    }

    /// <summary>Whether a parameter of a rule's method is a hyperparameter, as those of parts are; that is reported.</summary>
    public static bool IsOfPart(ReadingContext context, IParameterSymbol parameter)
    {
        var isHyperparameter = RuleAttributes.Has(parameter, RuleAttributes.Hyperparameter);
        if (isHyperparameter)
        {
            context.Report(DiagnosticIds.WrongParameter, parameter.Locations.FirstOrDefault(), parameter.Name, "a hyperparameter of a rule is a partial property of its class; only parts of chains take theirs as parameters");
        }

        return isHyperparameter;
    }

    private static IEnumerable<ISymbol> With(ReadingContext context, params string[] attributes)
        => context.Rule.GetMembers().Where(member => attributes.Any(attribute => RuleAttributes.Has(member, attribute)));

    private static void Report(ReadingContext context, ISymbol member, string why)
        => context.Report(DiagnosticIds.WrongClass, member.Locations.FirstOrDefault(), context.Rule.Name, why);
}
