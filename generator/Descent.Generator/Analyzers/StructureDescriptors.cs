using System.Collections.Immutable;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers;

/// <summary>
/// Why a class cannot be compiled: errors, found while the rule is read, and which nothing silences, since the program would build and throw at its first step; and what else
/// its declarations should be.
/// </summary>
internal static class StructureDescriptors
{
    private const string Structure = "Descent.Structure";

    /// <summary>What no option, pragma or <c>.editorconfig</c> silences, and, as with the errors of C#, no <c>SuppressMessage</c>.</summary>
    private static readonly string[] s_unsilenced = [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.Compiler];

    public static readonly DiagnosticDescriptor NotPartial = new(
        DiagnosticIds.NotPartial,
        "An optimizer must be partial",
        "Optimizer '{0}' cannot be completed because '{1}' is not partial",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The compiler adds the loop, the state and the hyperparameters to the class, so it and the types around it must be partial.",
        HelpLinks.To(DiagnosticIds.NotPartial),
        s_unsilenced);

    public static readonly DiagnosticDescriptor NoUpdate = new(
        DiagnosticIds.NoUpdate,
        "An optimizer needs an [Update] method",
        "Optimizer '{0}' has no [Update] method: write one, such as 'private void Update(ref double weight, double gradient)'",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The [Update] method is the rule: one step for one weight.",
        HelpLinks.To(DiagnosticIds.NoUpdate),
        s_unsilenced);

    public static readonly DiagnosticDescriptor SeveralMethods = new(
        DiagnosticIds.SeveralMethods,
        "An optimizer has one method of each kind",
        "Optimizer '{0}' has more than one [{1}] method",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "There is one rule in a class: one [Update] method, and at most one [BeforeGradient] method.",
        HelpLinks.To(DiagnosticIds.SeveralMethods),
        s_unsilenced);

    public static readonly DiagnosticDescriptor WrongParameter = new(
        DiagnosticIds.WrongParameter,
        "A parameter of a rule must have a role",
        "'{0}' does not fit a rule: {1}",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Parameters are the weight (ref double), the gradient (double), further inputs ([Input] double), state ([State] ref double, or [State(Count = n)] Span<double>) and the step number ([Step] int). A rule is written in double, and compiled for float too.",
        HelpLinks.To(DiagnosticIds.WrongParameter),
        s_unsilenced);

    public static readonly DiagnosticDescriptor WrongHyperparameter = new(
        DiagnosticIds.WrongHyperparameter,
        "A hyperparameter must be a partial property of a simple type",
        "'{0}' cannot be a hyperparameter: {1}",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Hyperparameters are partial instance properties of type double, int, bool or an enumeration, with a finite default.",
        HelpLinks.To(DiagnosticIds.WrongHyperparameter),
        s_unsilenced);

    public static readonly DiagnosticDescriptor Unsupported = new(
        DiagnosticIds.Unsupported,
        "Not supported in a rule",
        "Not supported in a rule: {0}",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A rule is compiled to a vector loop, so it may use only what such a loop can do.",
        HelpLinks.To(DiagnosticIds.Unsupported),
        s_unsilenced);

    public static readonly DiagnosticDescriptor WrongClass = new(
        DiagnosticIds.WrongClass,
        "This class cannot be an optimizer",
        "'{0}' cannot be an optimizer: {1}",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "An optimizer is an ordinary class without type parameters whose base class the compiler sets.",
        HelpLinks.To(DiagnosticIds.WrongClass),
        s_unsilenced);

    public static readonly DiagnosticDescriptor DuplicateName = new(
        DiagnosticIds.DuplicateName,
        "A generated name is taken",
        "The name '{0}', which {1}, is taken",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "States become properties of the generated state class, and that class is named after the optimizer.",
        HelpLinks.To(DiagnosticIds.DuplicateName),
        s_unsilenced);

    public static readonly DiagnosticDescriptor DefaultOutOfRange = new(
        DiagnosticIds.DefaultOutOfRange,
        "A default is outside its own range",
        "The default of '{0}' must be {1}; {2} is not",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A new optimizer would start with a value that its own setter refuses.",
        HelpLinks.To(DiagnosticIds.DefaultOutOfRange),
        s_unsilenced);

    public static readonly DiagnosticDescriptor NotCompiled = new(
        DiagnosticIds.NotCompiled,
        "Something was not compiled, and nothing says why",
        "'{0}' was not compiled: it has something that this compiler takes for an error of C#, and C# does not; write it in another way",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "What is not compiled must not build: it would throw at its first step.",
        HelpLinks.To(DiagnosticIds.NotCompiled),
        s_unsilenced);

    public static readonly DiagnosticDescriptor SwappedRoles = new(
        DiagnosticIds.SwappedRoles,
        "A weight and a gradient that are named like each other",
        "'{0}' is the weight, because it is 'ref double', and '{1}' is its gradient: their names say the opposite",
        Structure,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Parameters take their roles from their declarations: what is 'ref double' is the weight, whatever its name is.",
        HelpLinks.To(DiagnosticIds.SwappedRoles));

    public static readonly DiagnosticDescriptor NotSealed = new(
        DiagnosticIds.NotSealed,
        "An optimizer should be sealed",
        "Optimizer '{0}' is not sealed, and no other optimizer can be derived from it",
        Structure,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A class derived from an optimizer has the loops of its base, whatever methods it adds.",
        HelpLinks.To(DiagnosticIds.NotSealed));

    public static readonly DiagnosticDescriptor ReservedName = new(
        DiagnosticIds.ReservedName,
        "A name that is reserved",
        "'{0}' is reserved: every optimizer will have a member of that name, which {1}",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A member of a rule may not hide one of those that every optimizer has, or will have.",
        HelpLinks.To(DiagnosticIds.ReservedName),
        s_unsilenced);

    public static readonly DiagnosticDescriptor NearName = new(
        DiagnosticIds.NearName,
        "Two states whose names are nearly the same",
        "'{0}' and '{1}' are two {2}s, in different methods, whose names are nearly the same: methods share a {2} by its name",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A name that is misspelled in one method makes a state of its own, which the other methods neither read nor write.",
        HelpLinks.To(DiagnosticIds.NearName),
        s_unsilenced);

    public static readonly DiagnosticDescriptor ChangedStates = new(
        DiagnosticIds.ChangedStates,
        "The states of a rule have changed",
        "The states of '{0}' are not those that RuleSchemas.txt has: {1}",
        Structure,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Checkpoints of earlier versions have the states of that file by their names. A state that has another name now says so by [State(Was = ...)].",
        HelpLinks.To(DiagnosticIds.ChangedStates));

    public static readonly DiagnosticDescriptor NotOnCuda = new(
        DiagnosticIds.NotOnCuda,
        "A rule cannot run on a GPU with the same bits",
        "'{0}' cannot run on CUDA: {1}",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A rule gives the same bits on every target, or is refused for it. Without the target it runs on the processor.",
        HelpLinks.To(DiagnosticIds.NotOnCuda),
        s_unsilenced);

    public static readonly DiagnosticDescriptor NotMarked = new(
        DiagnosticIds.NotMarked,
        "A rule in a class that is not marked",
        "'{0}' has {1} and is not marked [Optimizer]: nothing compiles it",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The compiler completes the classes that are marked [Optimizer], and looks at no others.",
        HelpLinks.To(DiagnosticIds.NotMarked),
        s_unsilenced);

    public static readonly DiagnosticDescriptor UnknownBodyVersion = new(
        DiagnosticIds.UnknownBodyVersion,
        "A helper was compiled by another version of Descent",
        "'{0}' of assembly '{1}' has a body of version {2}, and this compiler reads version {3}: use one version of Descent in both projects",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The bodies of [Inlineable] helpers travel with their assembly in a form that has a version.",
        HelpLinks.To(DiagnosticIds.UnknownBodyVersion),
        s_unsilenced);

    public static readonly DiagnosticDescriptor DamagedBody = new(
        DiagnosticIds.DamagedBody,
        "A helper's compiled body cannot be read",
        "The body of '{0}' in assembly '{1}' cannot be read, or does not fit the method: compile that assembly again",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The body of an [Inlineable] helper is checked before it becomes part of a rule.",
        HelpLinks.To(DiagnosticIds.DamagedBody),
        s_unsilenced);

    public static readonly DiagnosticDescriptor NotInlineable = new(
        DiagnosticIds.NotInlineable,
        "This method cannot be inlineable",
        "'{0}' cannot be {1}: {2}",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "An [Inlineable] helper, as a method of a part of a chain, is an ordinary static method of numbers, conditions and enumerations.",
        HelpLinks.To(DiagnosticIds.NotInlineable),
        s_unsilenced);

    public static readonly DiagnosticDescriptor WrongPart = new(
        DiagnosticIds.WrongPart,
        "This class cannot be a part of a chain",
        "'{0}' cannot be a part of a chain: {1}",
        Structure,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A part is a static class with one static [Transform] or [AfterStep] method, whose parameters say what they are.",
        HelpLinks.To(DiagnosticIds.WrongPart),
        s_unsilenced);

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        NotPartial, NoUpdate, SeveralMethods, WrongParameter, WrongHyperparameter, Unsupported, WrongClass, DuplicateName, DefaultOutOfRange, NotCompiled,
        SwappedRoles, NotSealed, ReservedName, NearName, ChangedStates, NotOnCuda, NotMarked, UnknownBodyVersion, DamagedBody, NotInlineable, WrongPart,
    ];
}
