package healthcare

// Nuclei are the measurements of the cell nuclei in one image of a fine needle aspirate: for each of ten properties the
// mean over the nuclei, the standard error of that mean, and the "worst", which is the mean of the three largest values.
//
// Lengths are in the unit of the digitized image, which the source does not name. The limits come from what the properties
// are, not from the data: the standard deviation of gray values from 0 to 255 is at most 127.5, shares lie between 0 and 1,
// the fractal dimension of a closed curve lies between 1 and 2 (the data hold it less 1), and no nucleus of a radius over
// 100 fits the field of view.
//
//typedml:schema name=clinic.nuclei version=1.0.0
//typedml:check outline "an outline cannot be shorter than the circle of its area: mean_perimeter and mean_area contradict each other" mean_perimeter * mean_perimeter >= 12.0 * mean_area
//typedml:check worst_outline "an outline cannot be shorter than the circle of its area: worst_perimeter and worst_area contradict each other" worst_perimeter * worst_perimeter >= 12.0 * worst_area
//typedml:check worst_size "the mean of the three largest nuclei cannot be below the mean of all (radius, perimeter, area)" worst_radius >= mean_radius && worst_perimeter >= mean_perimeter && worst_area >= mean_area
//typedml:check worst_shape "the mean of the three largest values cannot be below the mean of all (shape and texture)" worst_texture >= mean_texture && worst_smoothness >= mean_smoothness && worst_compactness >= mean_compactness && worst_concavity >= mean_concavity && worst_concave_points >= mean_concave_points && worst_symmetry >= mean_symmetry && worst_fractal_dimension >= mean_fractal_dimension
//typedml:check concave "an outline has concave points exactly when it has concave portions" (mean_concavity == 0.0) == (mean_concave_points == 0.0)
type Nuclei struct {
	// MeanRadius is the distance from the center to points of the outline: the mean.
	MeanRadius float64 `json:"mean_radius" validate:"gte=1,lte=100"`
	// MeanTexture is the standard deviation of the gray values: the mean.
	MeanTexture float64 `json:"mean_texture" validate:"gte=0,lte=127.5"`
	// MeanPerimeter is the length of the outline: the mean.
	MeanPerimeter float64 `json:"mean_perimeter" validate:"gte=6,lte=1000"`
	// MeanArea is the area inside of the outline: the mean.
	MeanArea float64 `json:"mean_area" validate:"gte=3,lte=31416"`
	// MeanSmoothness is the local variation of the radius, as a share of it: the mean.
	MeanSmoothness float64 `json:"mean_smoothness" validate:"gte=0,lte=1"`
	// MeanCompactness is how far the outline is from a circle, which has 0: the mean.
	MeanCompactness float64 `json:"mean_compactness" validate:"gte=0,lte=5"`
	// MeanConcavity is how deep the concave portions of the outline are; 0 without one: the mean.
	MeanConcavity float64 `json:"mean_concavity" validate:"gte=0,lte=5"`
	// MeanConcavePoints is the share of the outline's points that are concave: the mean.
	MeanConcavePoints float64 `json:"mean_concave_points" validate:"gte=0,lte=1"`
	// MeanSymmetry is the relative difference of lines to both sides of the longest chord: the mean.
	MeanSymmetry float64 `json:"mean_symmetry" validate:"gte=0,lte=1"`
	// MeanFractalDimension is the fractal dimension of the outline less 1: the mean.
	MeanFractalDimension float64 `json:"mean_fractal_dimension" validate:"gte=0,lte=1"`
	// RadiusError is the standard error of MeanRadius.
	RadiusError float64 `json:"radius_error" validate:"gte=0,lte=50"`
	// TextureError is the standard error of MeanTexture.
	TextureError float64 `json:"texture_error" validate:"gte=0,lte=63.75"`
	// PerimeterError is the standard error of MeanPerimeter.
	PerimeterError float64 `json:"perimeter_error" validate:"gte=0,lte=500"`
	// AreaError is the standard error of MeanArea.
	AreaError float64 `json:"area_error" validate:"gte=0,lte=15708"`
	// SmoothnessError is the standard error of MeanSmoothness.
	SmoothnessError float64 `json:"smoothness_error" validate:"gte=0,lte=1"`
	// CompactnessError is the standard error of MeanCompactness.
	CompactnessError float64 `json:"compactness_error" validate:"gte=0,lte=5"`
	// ConcavityError is the standard error of MeanConcavity.
	ConcavityError float64 `json:"concavity_error" validate:"gte=0,lte=5"`
	// ConcavePointsError is the standard error of MeanConcavePoints.
	ConcavePointsError float64 `json:"concave_points_error" validate:"gte=0,lte=1"`
	// SymmetryError is the standard error of MeanSymmetry.
	SymmetryError float64 `json:"symmetry_error" validate:"gte=0,lte=1"`
	// FractalDimensionError is the standard error of MeanFractalDimension.
	FractalDimensionError float64 `json:"fractal_dimension_error" validate:"gte=0,lte=1"`
	// WorstRadius is the mean of the three largest values of radius.
	WorstRadius float64 `json:"worst_radius" validate:"gte=1,lte=100"`
	// WorstTexture is the mean of the three largest values of texture.
	WorstTexture float64 `json:"worst_texture" validate:"gte=0,lte=127.5"`
	// WorstPerimeter is the mean of the three largest values of perimeter.
	WorstPerimeter float64 `json:"worst_perimeter" validate:"gte=6,lte=1000"`
	// WorstArea is the mean of the three largest values of area.
	WorstArea float64 `json:"worst_area" validate:"gte=3,lte=31416"`
	// WorstSmoothness is the mean of the three largest values of smoothness.
	WorstSmoothness float64 `json:"worst_smoothness" validate:"gte=0,lte=1"`
	// WorstCompactness is the mean of the three largest values of compactness.
	WorstCompactness float64 `json:"worst_compactness" validate:"gte=0,lte=5"`
	// WorstConcavity is the mean of the three largest values of concavity.
	WorstConcavity float64 `json:"worst_concavity" validate:"gte=0,lte=5"`
	// WorstConcavePoints is the mean of the three largest values of concave points.
	WorstConcavePoints float64 `json:"worst_concave_points" validate:"gte=0,lte=1"`
	// WorstSymmetry is the mean of the three largest values of symmetry.
	WorstSymmetry float64 `json:"worst_symmetry" validate:"gte=0,lte=1"`
	// WorstFractalDimension is the mean of the three largest values of fractal dimension.
	WorstFractalDimension float64 `json:"worst_fractal_dimension" validate:"gte=0,lte=1"`
}
