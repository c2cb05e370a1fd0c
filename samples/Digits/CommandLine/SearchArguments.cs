using Descent.Training;

namespace Digits.CommandLine;

/// <summary>How to search for a learning rate.</summary>
/// <param name="Strategy">Which rates are tried.</param>
/// <param name="Trials">How many, or for <c>halving</c> how many at first.</param>
/// <param name="Workers">How many are tried at the same time.</param>
/// <param name="Log">The file that a search goes on from; <see langword="null"/> for none.</param>
internal sealed record SearchArguments(string Strategy, int Trials = 20, int Workers = 1, string? Log = null)
{
    /// <summary>The epochs of a trial unless said: enough to tell good rates from bad ones.</summary>
    public const int DefaultEpochs = 3;

    public const string DefaultOutput = "digits-search.html";

    public static IReadOnlyList<string> Strategies { get; } = ["bayesian", "random", "grid", "coarse-to-fine", "halving"];

    /// <summary>The strategy of the library.</summary>
    /// <param name="epochs">The epochs of a trial; for <c>halving</c> of the last one.</param>
    public SearchStrategy Create(int epochs) => Strategy switch
    {
        "bayesian" => new BayesianSearch(Trials),
        "random" => new RandomSearch(Trials),
        "grid" => new GridSearch(Trials),
        "coarse-to-fine" => new CoarseToFineSearch(rounds: 4, trialsPerRound: (Trials + 3) / 4),
        _ => new SuccessiveHalving(points: Trials, budget: epochs, minimumBudget: 1),
    };
}
