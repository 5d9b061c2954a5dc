"""The forms of data that docs/formats.md promises, each with a short name; each has a test, which makes one."""

# Of each format the files in which it is met.
VARIANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "numpy": (
        ("course", "`.npz` with `digits` and `labels`"),
        ("xy", "`.npz` with `X` and `y`"),
        ("keras", "`.npz` with `x_train`, `y_train`, `x_test`, `y_test`"),
        ("any-names", "`.npz` with any names, if one pair fits"),
        ("class-names", "`.npz` with `class_names` too, names for the labels 0, 1, …"),
        ("compressed", "`.npz` by `numpy.savez_compressed`"),
        ("npy-folder", "`X.npy` and `y.npy` in a folder"),
        ("npy-file", "`X.npy`, with `y.npy` beside it"),
        ("npy-zip", "`.npy` files in a zip archive"),
        ("npz-folder", "`.npz` files of one array each, as KMNIST's: `kmnist-train-imgs.npz` and three more"),
    ),
    "idx": (
        ("idx-folder", "the four files in a folder"),
        ("idx-gzip", "the same, each compressed with gzip"),
        ("idx-zip", "the same in a zip archive"),
        ("idx-file", "one file of images; the others are found beside it"),
        ("torch", "as torchvision stores them: `MNIST/raw/…`"),
        ("emnist", "EMNIST-digits, whose images are stored turned"),
        ("fashion", "Fashion-MNIST, with the names of its classes"),
        ("kmnist", "KMNIST, with the names of its classes"),
    ),
    "table": (
        ("csv-header", "`.csv` with names of columns, the label first (Kaggle's `train.csv`)"),
        ("csv-plain", "`.csv` without names, the label first (Colab's and Rashid's files)"),
        ("csv-last", "`.csv` with the label last (OpenML's, UCI's `optdigits.tra`)"),
        ("csv-quoted", "`.csv` with quotation marks"),
        ("csv-gzip", "`.csv.gz`"),
        ("csv-index", "`.csv` by pandas, with the rows' numbers"),
        ("csv-semicolon", "numbers separated by semicolons"),
        ("tsv", "numbers separated by tabs (`.tsv`)"),
        ("blanks", "numbers separated by blanks (USPS as `zip.train.gz`)"),
        ("csv-folder", "`train.csv` and `test.csv` in a folder or zip archive"),
        ("csv-unlabelled", "`test.csv` without labels, for `digitpad predict`"),
    ),
    "parquet": (
        ("parquet-pictures", "a column `image` of encoded pictures and a column `label`, as hubs ship MNIST"),
        ("parquet-lists", "a column of lists of pixels and a column `label`"),
        ("parquet-columns", "a column for each pixel"),
    ),
    "mat": (
        ("mat", "`X` and `y` with pixels column by column (`ex3data1.mat`, `ex4data1.mat`)"),
        ("mat-struct", "structures with images and labels (`emnist-digits.mat`)"),
    ),
    "pictures": (
        ("pictures-folder", "a folder for each class"),
        ("pictures-split", "`train/7/….png` and `test/7/….png`"),
        ("pictures-names", "names that begin or end with the label: `7_0001.png`, `img_7.png`"),
        ("pictures-zip", "the same in a zip archive"),
        ("pictures-classes", "folders named after classes: `shirt/….png`"),
    ),
    "strokes": (
        ("json-lines", '`{"label": 7, "strokes": [[[x, y], …], …]}` in each line'),
        ("unipen", "UNIPEN text (UCI's `pendigits-orig.tra`)"),
        ("inkml", "InkML, a file or a folder of files"),
    ),
}
EXTRAS = {"parquet": "parquet", "mat": "mat"}  # of digitpad, which a format needs
# What is recognised by the content.
PIXEL_VALUES: tuple[tuple[str, str], ...] = (
    ("bytes", "0 to 255, whole numbers of any kind or floats"),
    ("unit", "0 to 1"),
    ("signed", "-1 to 1"),
    ("half", "-0.5 to 0.5"),
    ("bool", "true and false"),
    ("sixteen", "0 to 16, in 8×8 images (scikit-learn's `load_digits`)"),
    ("wide", "0 to 65,535, whole numbers"),
    ("standardised", "standardised by MNIST's mean and standard deviation (PyTorch's examples)"),
)

IMAGE_SHAPES: tuple[tuple[str, str], ...] = (
    ("flat", "(n, 784), or another square number of pixels"),
    ("square", "(n, 28, 28), or another height and width"),
    ("channel-last", "(n, 28, 28, 1)"),
    ("channel-first", "(n, 1, 28, 28)"),
    ("colour", "(n, 28, 28, 3), turned into grey"),
    ("columns", "(784, n)"),
    ("image-last", "(28, 28, n)"),
    ("8x8", "8×8 and other sizes below 20×20, enlarged to 20×20 in the middle of 28×28"),
    ("16x16", "16×16 (USPS), enlarged likewise"),
    ("20x20", "20×20 to 27×27, placed in the middle of 28×28"),
    ("32x32", "above 28×28, scaled down"),
)

LABEL_FORMS: tuple[tuple[str, str], ...] = (
    ("integers", "whole numbers of any kind, 0 to 9"),
    ("floats", "floats that are whole numbers"),
    ("texts", "texts: `7`, or `seven`"),
    ("one-hot", "one-hot (n, 10)"),
    ("column", "(n, 1) and (1, n)"),
    ("one-to-ten", "1 to 10, where 10 is the digit 0"),
    ("names", "up to ten names of classes"),
)
