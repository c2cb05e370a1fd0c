using System.Xml.Linq;

namespace Lectures.Site;

/// <summary>What five lectures teach, in their order, and on which pages.</summary>
internal static class Curriculum
{
    public static IReadOnlyList<Lecture> Lectures { get; } =
    [
        new("Optimization algorithms",
        [
            new("Mini-batch gradient descent", "batch-sizes"),
            new("Understanding mini-batches: the cost, and the choice of their size", "batch-sizes"),
            new("Exponentially weighted averages", "averages"),
            new("Understanding exponentially weighted averages", "averages"),
            new("Bias correction", "averages", "first-steps"),
            new("Gradient descent with momentum", "ravine"),
            new("RMSProp", "ravine"),
            new("Adam", "ravine", "first-steps"),
            new("Learning-rate decay", "schedules", "watching"),
            new("Local optima, saddles and plateaus", "local-minimum", "saddles"),
        ]),
        new("The craft of learning",
        [
            new("SGD, and what is wrong with it in a valley", "ravine"),
            new("Momentum, AdaGrad and Adam", "ravine"),
            new("Which rule to take: the comparison on the digits", "comparison", "learning-rate"),
            new("Activations by the scale of the initial weights", "activations"),
            new("Initial weights on the digits", "initial-weights"),
            new("Batch normalization, over sixteen scales of initial weights", "normalization"),
            new("Overfitting", "watching"),
            new("The search for hyperparameters", "learning-rate", "search"),
        ]),
        new("When a training fails",
        [
            new("Local minimum or saddle: the eigenvalues of the Hessian", "saddles"),
            new("Small batches against large ones", "batch-sizes", "noise"),
            new("Momentum", "local-minimum", "ravine"),
            new("A loss that stands still while its gradient does not", "watching"),
            new("A rate for each weight: AdaGrad, RMSProp, Adam", "ravine"),
            new("Warm-up, and RAdam", "warm-up", "schedules"),
            new("The loss of a classifier: squared error or cross-entropy", "loss-functions"),
            new("Features of different scales", "scales"),
            new("Normalization inside the network", "normalization"),
        ]),
        new("Learning and evaluation",
        [
            new("Gradient checks: faults, kinks, step sizes", "checks"),
            new("Sanity checks: the first loss, twenty examples", "checks"),
            new("The loss and the learning rate", "watching"),
            new("Training and validation accuracy", "watching"),
            new("The ratio of updates to weights", "inside"),
            new("Activations layer by layer, and dead units", "activations", "inside"),
            new("The first layer as images", "inside"),
            new("Momentum and Nesterov’s momentum", "ravine", "local-minimum"),
            new("Annealing the learning rate", "schedules"),
            new("Second-order methods: Newton, L-BFGS", "saddles"),
            new("Adaptive methods: AdaGrad, RMSProp, Adam", "ravine", "comparison"),
            new("Hyperparameters: ranges, random against grid, coarse to fine, Bayesian", "search", "learning-rate"),
            new("Ensembles: models, snapshots, averages of the weights", "ensembles", "snapshots"),
        ]),
        new("Training neural networks",
        [
            new("Preprocessing: zero mean and unit variance", "scales"),
            new("Initial weights, activations and their gradients", "activations", "initial-weights"),
            new("Batch and layer normalization", "normalization"),
            new("Ravines, saddles and noisy gradients", "ravine", "saddles", "noise"),
            new("First- and second-order steps", "saddles"),
            new("Where methods that look at each weight alone end", "tilted"),
            new("Learning-rate schedules and warm-up", "schedules", "warm-up"),
            new("Early stopping", "watching"),
            new("Model ensembles, snapshots, Polyak averages", "ensembles", "snapshots"),
        ]),
    ];

    /// <summary>Where the lectures teach what a page shows.</summary>
    public static IEnumerable<(string Title, XElement Link)> PlacesOf(string page)
        => from lecture in Lectures.Index()
           from place in lecture.Item.Topics.Index()
           where place.Item.Pages.Contains(page)
           let title = $"{lecture.Index + 1}.{place.Index + 1} {place.Item.Title}"
           select (title, new XElement("a", new XAttribute("href", $"index.html#{Anchor(lecture.Index, place.Index)}"), title));

    /// <summary>The name of the place of a topic on the page of the lectures.</summary>
    public static string Anchor(int lecture, int topic) => $"lecture-{lecture + 1}-{topic + 1}";
}

/// <summary>One lecture.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Topics">Its topics, in its order.</param>
internal sealed record Lecture(string Title, IReadOnlyList<LectureTopic> Topics);

/// <summary>One topic of a lecture.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Pages">The names of the pages that show it, at least one.</param>
internal sealed record LectureTopic(string Title, params IReadOnlyList<string> Pages);
